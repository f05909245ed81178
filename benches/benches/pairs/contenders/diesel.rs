//! diesel, with its typed queries.

use backend_benches::measure::Run;
use backend_benches::next;
use diesel::connection::SimpleConnection as _;
use diesel::sqlite::SqliteConnection;
use diesel::{
    Connection as _, ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, RunQueryDsl as _,
};

diesel::table! {
    item (id) {
        id -> BigInt,
        price -> BigInt,
        ratio -> Double,
        name -> Text,
        note -> Nullable<Text>,
        code -> Text,
        quantity -> Nullable<BigInt>,
        active -> Bool,
        data -> Binary,
        place -> Text,
    }
}

diesel::table! {
    copy (id) {
        id -> BigInt,
        price -> BigInt,
        ratio -> Double,
        name -> Text,
        note -> Nullable<Text>,
    }
}

#[derive(Queryable)]
#[allow(dead_code, reason = "made to be measured")]
struct Item {
    id: i64,
    price: i64,
    ratio: f64,
    name: String,
    note: Option<String>,
    code: String,
    quantity: Option<i64>,
    active: bool,
    data: Vec<u8>,
    place: String,
}

#[derive(Insertable)]
#[diesel(table_name = copy)]
struct Copy {
    id: i64,
    price: i64,
    ratio: f64,
    name: &'static str,
    note: Option<&'static str>,
}

pub(crate) fn make(workload: &str, path: &str) -> Option<Run> {
    let mut connection = SqliteConnection::establish(path).expect("the file opens");
    let mut id = 0;
    Some(match workload {
        "point select" => Box::new(move || {
            let query = item::table.filter(item::id.eq(next(&mut id)));
            let item: Item = query.first(&mut connection).expect("a row");
            item.name.len()
        }),
        "fetch of 10,000 rows" => Box::new(move || {
            let items: Vec<Item> = item::table.load(&mut connection).expect("rows");
            items.len()
        }),
        "insert of 1,000 rows" => {
            Box::new(move || connection.transaction(insert).expect("it commits"))
        }
        "empty atomic block" => Box::new(move || {
            connection
                .transaction(|_| Ok::<_, diesel::result::Error>(1))
                .expect("it commits")
        }),
        _ => return None,
    })
}

fn insert(connection: &mut SqliteConnection) -> diesel::QueryResult<usize> {
    connection.batch_execute("DELETE FROM copy")?;
    for id in 0..1_000 {
        let note = (id % 3 > 0).then_some("a note");
        let row = Copy {
            id,
            price: id * 17,
            ratio: 0.5,
            name: "an item",
            note,
        };
        diesel::insert_into(copy::table)
            .values(&row)
            .execute(connection)?;
    }
    Ok(1_000)
}
