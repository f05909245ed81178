//! What the writers of whole statements take from the builder of the query.

/// Implements what [`sea_query::QueryBuilder`] stands on, by the builder that a writer holds in its field `builder`.
macro_rules! by_builder {
    ($writer:ident) => {
        impl sea_query::QuotedBuilder for $writer<'_, '_> {
            fn quote(&self) -> sea_query::Quote {
                self.builder.quote()
            }

            fn prepare_iden(&self, name: &sea_query::DynIden, sql: &mut impl sea_query::SqlWriter) {
                self.builder.prepare_iden(name, sql);
            }
        }

        by_builder!(without names: $writer);
    };
    (without names: $writer:ident) => {
        impl sea_query::EscapeBuilder for $writer<'_, '_> {}

        impl sea_query::TableRefBuilder for $writer<'_, '_> {}

        impl sea_query::PrecedenceDecider for $writer<'_, '_> {
            fn inner_expr_well_known_greater_precedence(
                &self,
                inner: &sea_query::Expr,
                outer: &sea_query::Oper,
            ) -> bool {
                self.builder
                    .inner_expr_well_known_greater_precedence(inner, outer)
            }
        }

        impl sea_query::OperLeftAssocDecider for $writer<'_, '_> {
            fn well_known_left_associative(&self, operator: &sea_query::BinOper) -> bool {
                self.builder.well_known_left_associative(operator)
            }
        }
    };
}
pub(super) use by_builder;

/// Implements what [`sea_query::QueryBuilder`] stands on for a builder that looks at statements and writes nothing.
macro_rules! looks_only {
    ($builder:ident) => {
        impl sea_query::EscapeBuilder for $builder {}

        impl sea_query::TableRefBuilder for $builder {}

        impl sea_query::PrecedenceDecider for $builder {
            fn inner_expr_well_known_greater_precedence(
                &self,
                _: &sea_query::Expr,
                _: &sea_query::Oper,
            ) -> bool {
                true
            }
        }

        impl sea_query::OperLeftAssocDecider for $builder {
            fn well_known_left_associative(&self, _: &sea_query::BinOper) -> bool {
                true
            }
        }
    };
}
pub(super) use looks_only;
