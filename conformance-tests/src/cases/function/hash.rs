//! Hashes of text and of bytes.

use backend_core::flag::Flag;
use backend_core::function::{self, HashFunction};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, Func, Order};

use super::{expect_refused, expect_value};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::four_artists;

const FLAG: &[Flag] = &[Flag::supports_hash_functions];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.hash.md5",
        md5,
        "MD5 is 32 hexadecimal digits in lower case."
    )
    .requires(FLAG)
    .django("db_functions/text/test_md5.py"),
    case!(
        "function.hash.sha1",
        sha1,
        "SHA-1 is 40 hexadecimal digits in lower case."
    )
    .requires(&[Flag::supports_sha1_hashes])
    .django("db_functions/text/test_sha1.py"),
    case!(
        "function.hash.sha224",
        sha224,
        "SHA-224 is 56 hexadecimal digits in lower case."
    )
    .requires(&[Flag::supports_sha224_and_sha384_hashes])
    .django("db_functions/text/test_sha224.py"),
    case!(
        "function.hash.sha256",
        sha256,
        "SHA-256 is 64 hexadecimal digits in lower case."
    )
    .requires(FLAG)
    .django("db_functions/text/test_sha256.py"),
    case!(
        "function.hash.sha384",
        sha384,
        "SHA-384 is 96 hexadecimal digits in lower case."
    )
    .requires(&[Flag::supports_sha224_and_sha384_hashes])
    .django("db_functions/text/test_sha384.py"),
    case!(
        "function.hash.sha512",
        sha512,
        "SHA-512 is 128 hexadecimal digits in lower case."
    )
    .requires(FLAG)
    .django("db_functions/text/test_sha512.py"),
    case!(
        "function.hash.bytes",
        bytes,
        "Bytes are hashed as they are, whatever they spell."
    )
    .requires(FLAG),
    case!(
        "function.hash.unicode",
        unicode,
        "A text is hashed in UTF-8, and a number as its text."
    )
    .requires(FLAG),
    case!("function.hash.null", null, "The hash of NULL is NULL.").requires(FLAG),
    case!(
        "function.hash.in_an_order",
        in_an_order,
        "Rows are ordered by a hash."
    )
    .requires(FLAG),
    case!(
        "function.hash.of_sea_query",
        of_sea_query,
        "The MD5 of sea_query means the same."
    )
    .requires(FLAG),
    case!(
        "function.hash.is_refused",
        is_refused,
        "Where nothing can be hashed, a hash is refused with the flag."
    )
    .refuses(Flag::supports_hash_functions),
    case!(
        "function.hash.sha1_is_refused",
        sha1_is_refused,
        "Where there is no SHA-1, it is refused with the flag."
    )
    .refuses(Flag::supports_sha1_hashes),
    case!(
        "function.hash.sha224_and_sha384_are_refused",
        shortened_are_refused,
        "Where there is no SHA-224 and no SHA-384, they are refused with the flag."
    )
    .refuses(Flag::supports_sha224_and_sha384_hashes),
];

async fn expect_hashes(
    context: &mut Context,
    function: HashFunction,
    of_nothing: &str,
    of_abc: &str,
) -> Outcome {
    for (text, expected) in [("", of_nothing), ("abc", of_abc)] {
        let expression = function::hash(function, bind(text));
        expect_value(context, text, expression, expected.to_owned()).await?;
        let expression = function::hash_bytes(function, bind(text.as_bytes().to_vec()));
        expect_value(context, "the bytes", expression, expected.to_owned()).await?;
    }
    Ok(())
}

async fn md5(context: &mut Context) -> Outcome {
    expect_hashes(
        context,
        HashFunction::Md5,
        "d41d8cd98f00b204e9800998ecf8427e",
        "900150983cd24fb0d6963f7d28e17f72",
    )
    .await
}

async fn sha1(context: &mut Context) -> Outcome {
    expect_hashes(
        context,
        HashFunction::Sha1,
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "a9993e364706816aba3e25717850c26c9cd0d89d",
    )
    .await
}

async fn sha224(context: &mut Context) -> Outcome {
    expect_hashes(
        context,
        HashFunction::Sha224,
        "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
        "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
    )
    .await
}

async fn sha256(context: &mut Context) -> Outcome {
    expect_hashes(
        context,
        HashFunction::Sha256,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    )
    .await
}

async fn sha384(context: &mut Context) -> Outcome {
    expect_hashes(
        context,
        HashFunction::Sha384,
        "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    )
    .await
}

async fn sha512(context: &mut Context) -> Outcome {
    expect_hashes(
        context,
        HashFunction::Sha512,
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    )
    .await
}

async fn bytes(context: &mut Context) -> Outcome {
    let expression = function::hash_bytes(HashFunction::Md5, bind(vec![0_u8, 0xff, b'\\', b'\'']));
    expect_value(
        context,
        "of four bytes",
        expression,
        "af9ef7cc5b1df9332f38aa884f4d83ea".to_owned(),
    )
    .await
}

async fn unicode(context: &mut Context) -> Outcome {
    let text = function::hash(HashFunction::Md5, bind("ä😀"));
    expect_value(
        context,
        "of text",
        text,
        "042b028b3438fc753fac64c8da373715".to_owned(),
    )
    .await?;
    let number = function::hash(HashFunction::Md5, bind(42_i64));
    let expected = "a1d0c6e83f027327d8461063f4ac58a6";
    expect_value(context, "of a number", number, expected.to_owned()).await
}

async fn null(context: &mut Context) -> Outcome {
    let text = function::hash(HashFunction::Sha256, bind(None::<String>));
    expect_value(context, "of text", text, None::<String>).await?;
    let bytes = function::hash_bytes(HashFunction::Md5, bind(None::<Vec<u8>>));
    expect_value(context, "of bytes", bytes, None::<String>).await
}

async fn in_an_order(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let mut select = Query::select();
    let name = Expr::col("name");
    select.column("id").from("artist").order_by_expr(
        function::hash(HashFunction::Sha256, name).into(),
        Order::Asc,
    );
    let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
    expect_eq("by hash", found, [(3,), (4,), (2,), (1,)])
}

async fn of_sea_query(context: &mut Context) -> Outcome {
    let expected = "900150983cd24fb0d6963f7d28e17f72";
    expect_value(context, "md5", Func::md5(bind("abc")), expected.to_owned()).await
}

async fn is_refused(context: &mut Context) -> Outcome {
    let expression = function::hash(HashFunction::Sha256, bind("a"));
    expect_refused(context, Flag::supports_hash_functions, expression).await
}

async fn sha1_is_refused(context: &mut Context) -> Outcome {
    let expression = function::hash(HashFunction::Sha1, bind("a"));
    expect_refused(context, Flag::supports_sha1_hashes, expression).await
}

async fn shortened_are_refused(context: &mut Context) -> Outcome {
    for function in [HashFunction::Sha224, HashFunction::Sha384] {
        let expression = function::hash(function, bind("a"));
        expect_refused(context, Flag::supports_sha224_and_sha384_hashes, expression).await?;
    }
    Ok(())
}
