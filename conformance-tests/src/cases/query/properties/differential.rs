//! The same program on several vendors: what its steps find, in a form in which two of them can be compared. The suite's own model has no
//! part in it, so that what it does not compute is asked as well.

use backend_core::backend::Backend;
use backend_core::connection::Connection;
use backend_core::error::Result;
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::function::{Window, ascending, over, sum};
use backend_core::model::{Change, Schema};
use backend_core::query::{Compound, Query, SetOperator, bind};
use backend_core::schema_editor::{NoProgress, plan, run};
use backend_core::sea_query::{Expr, ExprTrait as _, Func, Order, SelectStatement};
use backend_core::settings::Settings;
use backend_core::value::Value;

use super::model::{Condition, Row, Term, rows_table};
use crate::failure::Failure;
use crate::fixtures::{Random, fault};

/// How many steps a program has.
const STEPS: usize = 16;

/// A step of a program, and what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// Which sort of step it is: known differences are named by it.
    pub sort: &'static str,
    /// What was asked.
    pub asked: String,
    /// What came: rows in an order of their own where none was asked for, or how many were changed.
    pub found: String,
}

/// Carries out the program of a seed in an empty database, and leaves it empty: the steps are the same whatever the vendor, and ask only
/// what `common` has.
///
/// # Errors
/// What the vendor refuses.
pub async fn program(
    backend: &'static Backend,
    settings: &Settings,
    common: &Features,
    seed: u64,
) -> Result<Vec<Step>, Failure> {
    let mut connection = backend.connect(settings).await?;
    let table = rows_table()?;
    let name = table.name.clone();
    let mut schema = Schema::new();
    let create = Change::CreateTable(table);
    change(backend, &mut connection, &schema, &create).await?;
    schema.apply(&create)?;
    let mut walk = Walk {
        connection,
        common: common.clone(),
        random: Random::new(seed),
        next: 1,
        steps: Vec::new(),
    };
    let walked = walk.walk().await;
    let (mut connection, steps) = (walk.connection, walk.steps);
    let drop = Change::DropTable(name);
    change(backend, &mut connection, &schema, &drop).await?;
    connection.close().await?;
    walked?;
    Ok(steps)
}

async fn change(
    backend: &'static Backend,
    connection: &mut Connection,
    before: &Schema,
    change: &Change,
) -> Result<(), Failure> {
    let steps = plan(backend.schema_editor, connection.dialect(), before, change)?;
    run(connection, &steps, &mut NoProgress).await?;
    Ok(())
}

struct Walk {
    connection: Connection,
    common: Features,
    random: Random,
    next: i64,
    steps: Vec<Step>,
}

/// The order of what comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// As asked for.
    InOrder,
    /// Any.
    Any,
}

impl Walk {
    async fn walk(&mut self) -> Result<()> {
        self.insert().await?;
        for _ in 0..STEPS {
            match self.random.below(10) {
                0 => self.insert().await?,
                1 => self.update().await?,
                2 => self.delete().await?,
                3 => self.some().await?,
                4 => self.computed().await?,
                5 => self.groups().await?,
                6 => self.sets().await?,
                7 => self.running_sum().await?,
                8 => self.first_rows().await?,
                _ => self.plain_sum().await?,
            }
        }
        let mut all = all();
        all.columns(["id", "a", "b", "s", "p"])
            .order_by("id", Order::Asc);
        self.fetch("rows", String::from("all"), all.into(), Rows::InOrder)
            .await
    }

    /// Asks something, and notes what came.
    async fn fetch(
        &mut self,
        sort: &'static str,
        asked: String,
        query: Query,
        order: Rows,
    ) -> Result<()> {
        let rows: Vec<Vec<Value>> = self.connection.fetch_query(&query).await?;
        let rows = rows
            .into_iter()
            .map(|row| row.into_iter().map(plain).collect::<Vec<_>>());
        let mut found: Vec<_> = rows.map(|row| format!("{row:?}")).collect();
        if order == Rows::Any {
            found.sort_unstable();
        }
        let found = found.join("\n");
        self.steps.push(Step { sort, asked, found });
        Ok(())
    }

    /// Changes something, and notes how many rows that were.
    async fn execute(&mut self, sort: &'static str, asked: String, query: Query) -> Result<()> {
        let done = self.connection.execute_query(&query).await?;
        let found = format!("{:?} rows", done.affected);
        self.steps.push(Step { sort, asked, found });
        Ok(())
    }

    async fn insert(&mut self) -> Result<()> {
        for _ in 0..=self.random.below(5) {
            let row = Row::by_chance(self.next, &mut self.random);
            self.next += 1;
            let mut insert = Query::insert();
            insert.into_table("t").columns(["id", "a", "b", "s", "p"]);
            let values = row.values();
            let values = values.into_iter().map(|value| Expr::from(bind(value)));
            insert.values(values).map_err(fault)?;
            self.execute("insert", format!("{row:?}"), insert.into())
                .await?;
        }
        Ok(())
    }

    async fn update(&mut self) -> Result<()> {
        let condition = Condition::by_chance(&mut self.random, 2);
        // Not of products: numbers would grow beyond all bounds.
        let term = Term::by_chance(&mut self.random, 0);
        let mut update = Query::update();
        update
            .table("t")
            .value("a", term.expression())
            .value("b", Expr::col("a"))
            .and_where(condition.expression());
        let asked = format!("a = {term:?}, b = a where {condition:?}");
        self.execute("update", asked, update.into()).await
    }

    async fn delete(&mut self) -> Result<()> {
        let id = i64::try_from(self.random.below(9)).unwrap_or_default();
        let mut delete = Query::delete();
        delete
            .from_table("t")
            .and_where(Expr::col("id").eq(bind(id)));
        self.execute("delete", format!("id = {id}"), delete.into())
            .await
    }

    async fn some(&mut self) -> Result<()> {
        let condition = Condition::by_chance(&mut self.random, 3);
        let mut some = all();
        some.columns(["id", "s", "p"])
            .and_where(condition.expression());
        let asked = format!("{condition:?}");
        self.fetch("condition", asked, some.into(), Rows::Any).await
    }

    async fn computed(&mut self) -> Result<()> {
        let term = Term::by_chance(&mut self.random, 3);
        let mut computed = all();
        computed
            .column("id")
            .expr(term.expression())
            .order_by("id", Order::Desc);
        let asked = format!("{term:?}");
        self.fetch("expression", asked, computed.into(), Rows::InOrder)
            .await
    }

    async fn groups(&mut self) -> Result<()> {
        let term = Term::by_chance(&mut self.random, 2);
        if !self.common.supports_aggregates {
            return Ok(());
        }
        let mut groups = all();
        groups
            .column("s")
            .expr(Func::count(Expr::col("a")))
            .expr(sum(term.expression()))
            .expr(Func::min(Expr::col("b")))
            .expr(Func::max(Expr::col("id")))
            .group_by_col("s");
        let asked = format!("{term:?}");
        self.fetch("groups", asked, groups.into(), Rows::Any).await
    }

    async fn sets(&mut self) -> Result<()> {
        let operators = [
            SetOperator::Union,
            SetOperator::UnionAll,
            SetOperator::Intersect,
            SetOperator::Except,
            SetOperator::IntersectAll,
            SetOperator::ExceptAll,
        ];
        let operator = self.random.pick(&operators).copied();
        let operator = operator.unwrap_or(SetOperator::Union);
        let (one, other) = (
            Condition::by_chance(&mut self.random, 2),
            Condition::by_chance(&mut self.random, 2),
        );
        let keeps = matches!(operator, SetOperator::IntersectAll | SetOperator::ExceptAll);
        if keeps && !self.common.get(Flag::supports_intersect_all) {
            return Ok(());
        }
        let arm = |condition: &Condition, column: &'static str| {
            let mut arm = all();
            arm.column(column).and_where(condition.expression());
            arm
        };
        let compound = Compound::new(arm(&one, "a")).with(operator, arm(&other, "b"));
        let asked = format!("{one:?} {operator:?} {other:?}");
        self.fetch("sets", asked, compound.into(), Rows::Any).await
    }

    async fn running_sum(&mut self) -> Result<()> {
        let term = Term::by_chance(&mut self.random, 2);
        if !self.common.supports_over_clause || !self.common.supports_aggregates {
            return Ok(());
        }
        let window = Window::new()
            .partition_by(Expr::col("s"))
            .order_by(ascending(Expr::col("id")));
        let mut sums = all();
        sums.column("id")
            .expr(over(sum(term.expression()), window))
            .order_by("id", Order::Asc);
        let asked = format!("{term:?}");
        self.fetch("running sums", asked, sums.into(), Rows::InOrder)
            .await
    }

    /// The first rows of an order in which NULLs stand where the server puts them.
    async fn first_rows(&mut self) -> Result<()> {
        let count = self.random.below(5);
        let order = if self.random.chance(1, 2) {
            Order::Asc
        } else {
            Order::Desc
        };
        let mut first = all();
        first
            .columns(["a", "id"])
            .order_by("a", order.clone())
            .order_by("id", Order::Asc)
            .limit(u64::try_from(count).unwrap_or_default());
        let asked = format!("{count} by a, {order:?}");
        self.fetch("order of NULLs", asked, first.into(), Rows::InOrder)
            .await
    }

    /// A sum in the type that the server gives it.
    async fn plain_sum(&mut self) -> Result<()> {
        if !self.common.supports_aggregates {
            return Ok(());
        }
        let mut plain = all();
        plain.expr(Func::sum(Expr::col("id")));
        let rows: Vec<Vec<Value>> = self.connection.fetch_query(&plain.into()).await?;
        self.steps.push(Step {
            sort: "type of a sum",
            asked: String::from("of the keys"),
            found: format!("{rows:?}"),
        });
        Ok(())
    }
}

/// A whole number in one form, whatever type the server computed it in.
fn plain(value: Value) -> Value {
    match &value {
        Value::Decimal(decimal) => decimal.to_string().parse().map_or(value, Value::I64),
        _ => value,
    }
}

fn all() -> SelectStatement {
    let mut all = Query::select();
    all.from("t");
    all
}
