//! postgres, written by hand: the driver's own face for who does not wait in tasks.

use backend_benches::measure::Run;
use backend_benches::next;
use backend_benches::postgres::{ALL, INSERT, ONE};
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::ToSql;
use postgres::{Client, NoTls, Statement};

use super::by_hand::item;
use super::thousand;

pub(crate) fn make(workload: &str, url: &str) -> Option<Run> {
    let mut client = Client::connect(url, NoTls).expect("the server answers");
    let mut prepare = |sql| client.prepare(sql).expect("it prepares");
    let mut id = 0;
    Some(match workload {
        "point select" => {
            let one = prepare(ONE);
            Box::new(move || {
                let row = client.query_one(&one, &[&next(&mut id)]).expect("a row");
                item(&row).name.len()
            })
        }
        "fetch of 10,000 rows" => {
            let all = prepare(ALL);
            Box::new(move || {
                let none: [&(dyn ToSql + Sync); 0] = [];
                let rows = client.query_raw(&all, none).expect("it runs");
                let items: Vec<_> = rows.map(|row| Ok(item(&row))).collect().expect("rows");
                items.len()
            })
        }
        "insert of 1,000 rows" => {
            let one = prepare(INSERT);
            Box::new(move || insert(&mut client, &one).expect("it commits"))
        }
        "empty atomic block" => Box::new(move || {
            client
                .transaction()
                .and_then(postgres::Transaction::commit)
                .expect("it commits");
            1
        }),
        _ => return None,
    })
}

fn insert(client: &mut Client, one: &Statement) -> Result<usize, postgres::Error> {
    let mut transaction = client.transaction()?;
    for (id, price, ratio, name, note) in thousand() {
        transaction.execute(one, &[&id, &price, &ratio, &name, &note])?;
    }
    transaction.commit()?;
    Ok(1_000)
}
