//! Copies of a database.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::introspection::Scope;
use backend_core::model::{Identifier, Schema};
use backend_core::schema_editor::{NoProgress, creation, plan, run};
use backend_core::settings::Settings;
use backend_core::sql::{Statement, Writer};
use backend_core::value::FromValue as _;

use super::maintenance::MssqlMaintenance;
use crate::BACKEND;
use crate::features::has_file_procedures;
use crate::sql::SYNTAX;

/// Where the server keeps the files of databases, with the separator at its end.
const FOLDER: &str = "SELECT CAST(SERVERPROPERTY('InstanceDefaultDataPath') AS nvarchar(4000))";

/// Copies `source` by a backup, whose file is gone afterwards.
///
/// Source: <https://learn.microsoft.com/sql/t-sql/statements/restore-statements-transact-sql>, its example of a copy.
pub(super) async fn by_backup(
    session: &mut MssqlMaintenance,
    source: &Identifier,
    name: &Identifier,
) -> Result<()> {
    let folder = session.first::<String>(&Statement::new(FOLDER)).await?;
    let folder = folder.ok_or_else(|| {
        Error::new(
            ErrorKind::Operational,
            "the server does not say where it keeps its files",
        )
    })?;
    let file = format!("{folder}{}.bak", file_name(name)?);
    let mut backup = Writer::new(&SYNTAX);
    backup
        .push("BACKUP DATABASE ")
        .identifier(source)
        .push(" TO DISK = ")
        .string(&file)
        .push(" WITH COPY_ONLY, FORMAT");
    session.run(&backup.finish()).await?;
    let restored = restore(session, source, name, &folder, &file).await;
    let removed = remove(session, &file).await;
    restored.and(removed)
}

async fn restore(
    session: &mut MssqlMaintenance,
    source: &Identifier,
    name: &Identifier,
    folder: &str,
    file: &str,
) -> Result<()> {
    let mut question = Writer::new(&SYNTAX);
    question
        .push("SELECT f.name, f.file_id FROM sys.master_files f JOIN sys.databases d ON d.database_id = f.database_id WHERE d.name = ")
        .string(source.as_str())
        .push(" ORDER BY f.file_id");
    let mut files = Vec::new();
    session
        .read(&question.finish(), |cells| {
            if let [logical, number] = cells {
                files.push((String::from_value(*logical)?, i64::from_value(*number)?));
            }
            Ok(())
        })
        .await?;
    let stem = file_name(name)?;
    let mut out = Writer::new(&SYNTAX);
    out.push("RESTORE DATABASE ")
        .identifier(name)
        .push(" FROM DISK = ")
        .string(file)
        .push(" WITH ")
        .list(files, |out, (logical, number)| {
            out.push("MOVE ").string(&logical).push(" TO ");
            out.string(&format!("{folder}{stem}_{number}.mdf"));
        });
    session.run(&out.finish()).await
}

async fn remove(session: &mut MssqlMaintenance, file: &str) -> Result<()> {
    let mut out = Writer::new(&SYNTAX);
    if has_file_procedures(session.server()) {
        out.push("EXEC master.sys.xp_delete_files ").string(file);
    } else {
        // The procedure of maintenance plans: 0 means that it is a backup's file.
        out.push("EXEC master.dbo.xp_delete_file 0, ").string(file);
    }
    session.run(&out.finish()).await
}

/// The name of a file: that of a database may hold what no file's may.
fn file_name(name: &Identifier) -> Result<&str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.as_str().chars().all(is_plain) {
        return Ok(name.as_str());
    }
    let message = format!(
        "{} cannot name a copy: its file's name has letters and digits of ASCII, `_` and `-`",
        name.shortened()
    );
    Err(Error::new(ErrorKind::Data, message))
}

/// Makes everything of `source` again in `target`, which is empty, then copies the rows.
pub(super) async fn by_plan(source: &Settings, target: &Settings) -> Result<()> {
    let mut from = BACKEND.connect(source).await?;
    let schema = BACKEND.introspect(&mut from, &Scope::all()).await?.schema;
    let contents = BACKEND.serialize(&mut from).await?;
    from.close().await?;
    let mut to = BACKEND.connect(target).await?;
    let mut made = Schema::new();
    for change in creation(&schema, to.features()) {
        let plan = plan(BACKEND.schema_editor, to.dialect(), &made, &change)?;
        run(&mut to, &plan, &mut NoProgress).await?;
        made.apply(&change)?;
    }
    BACKEND.restore(&mut to, &contents).await?;
    to.close().await
}
