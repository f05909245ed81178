//! The age and the health of a session, and the oldest server that is taken.

use std::time::Duration;

use backend_core::backend::Backend;
use backend_core::connection::Health;
use backend_core::error::ErrorKind;
use backend_core::wrapper::Version;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::many_items;

pub(super) const CASES: &[CaseDef] = &[
    case!("care.health.age", age, "A session knows when it was opened, and grows older.")
        .django("backends/base/test_base.py"),
    case!(
        "care.health.expired",
        expired,
        "A session is expired once it is older than it may be, and not before."
    )
    .django("backends/base/test_base.py"),
    case!(
        "care.health.check",
        check,
        "A health check finds a session usable after work and after a failure, and expired where it is too old."
    )
    .django("backends/base/test_base.py"),
    case!(
        "care.version.older_than_required",
        older_than_required,
        "A server that is older than the vendor requires is refused, with both versions."
    )
    .django("backends/base/test_base.py"),
    case!(
        "care.version.exactly_required",
        exactly_required,
        "A server of exactly the required version is taken."
    ),
];

async fn age(context: &mut Context) -> Outcome {
    let connection = context.connect().await?;
    let (opened, before) = (connection.opened_at(), connection.age());
    std::thread::sleep(Duration::from_millis(5));
    let after = connection.age();
    expect(after >= before + Duration::from_millis(5), || {
        format!("{before:?}, then {after:?}")
    })?;
    expect_eq("when it was opened", connection.opened_at(), opened)?;
    expect(context.connection().opened_at() <= opened, || {
        "the session that was opened first is the younger one".to_owned()
    })?;
    connection.close().await?;
    Ok(())
}

async fn expired(context: &mut Context) -> Outcome {
    let connection = context.connection();
    std::thread::sleep(Duration::from_millis(2));
    let found = [Duration::ZERO, Duration::from_secs(86_400)].map(|age| connection.is_expired(age));
    expect_eq("expired", found, [true, false])
}

async fn check(context: &mut Context) -> Outcome {
    let items = many_items(context, 3).await?;
    let connection = context.connection();
    expect_eq("at first", connection.check(None).await, Health::Usable)?;
    let hour = Some(Duration::from_secs(3_600));
    expect_eq(
        "within its age",
        connection.check(hour).await,
        Health::Usable,
    )?;
    let result = context.execute_with("THIS IS NO SQL", &[]).await;
    expect(result.is_err(), || "nonsense succeeded".to_owned())?;
    let connection = context.connection();
    expect_eq(
        "after a failure",
        connection.check(hour).await,
        Health::Usable,
    )?;
    let old = Some(Duration::ZERO);
    expect_eq(
        "beyond its age",
        connection.check(old).await,
        Health::Expired,
    )?;
    expect_eq("rows", context.count(&items.name).await?, 3)
}

async fn older_than_required(context: &mut Context) -> Outcome {
    let required = Version::new(u32::MAX, 1, 2);
    let backend = Backend {
        minimum_version: required,
        ..*context.backend()
    };
    let result = backend.connect(context.settings()).await;
    let error = expect_error("the session", result, ErrorKind::NotSupported(None))?;
    let server = context.connection().server().to_string();
    for part in [server, required.to_string()] {
        expect(error.message().contains(&part), || {
            format!("`{part}` does not stand in: {error}")
        })?;
    }
    Ok(())
}

async fn exactly_required(context: &mut Context) -> Outcome {
    let version = context.connection().server().version;
    let backend = Backend {
        minimum_version: version,
        ..*context.backend()
    };
    let connection = backend.connect(context.settings()).await?;
    expect_eq("the version", connection.server().version, version)?;
    connection.close().await?;
    Ok(())
}
