//! The tables that functions are made from: one macro for a family, one for the list of families.

/// The families of functions: each a variant that holds the family's enum, and the word that stands for it in a name.
macro_rules! families {
    ($(#[doc = $doc:literal])+ $list:ident { $($(#[doc = $about:literal])+ $family:ident($of:ident) = $word:literal;)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $list {
            $($(#[doc = $about])+ $family($of),)+
        }

        impl $list {
            /// The flag without which a server lacks it.
            #[must_use]
            pub const fn flag(self) -> Flag {
                match self {
                    $(Self::$family(function) => function.flag(),)+
                }
            }

            /// Its name in words, as an error says it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$family(function) => function.name(),)+
                }
            }

            /// Whether it takes so many arguments.
            pub(crate) const fn takes(self, count: usize) -> bool {
                match self {
                    $(Self::$family(function) => function.takes(count),)+
                }
            }

            /// The function of a call of `sea_query`'s; `None` for a function of the vendor's own.
            pub(crate) fn of(name: &str) -> Option<Self> {
                let (family, name) = name.strip_prefix(PREFIX)?.split_once("::")?;
                match family {
                    $($word => $of::of(name).map(Self::$family),)+
                    _ => None,
                }
            }
        }

        $(
            impl From<$of> for $list {
                fn from(function: $of) -> Self {
                    Self::$family(function)
                }
            }
        )+
    };
}

/// The functions of one family: how many arguments, name in words, flag.
macro_rules! functions {
    ($(#[doc = $doc:literal])+ $family:ident = $word:literal {
        $($(#[doc = $about:literal])+ $function:ident($arguments:pat) = $name:literal, $flag:ident;)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $family {
            $($(#[doc = $about])+ $function,)+
        }

        impl $family {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$function),+];

            /// The flag without which a server lacks it.
            #[must_use]
            pub const fn flag(self) -> $crate::flag::Flag {
                match self {
                    $(Self::$function => $crate::flag::Flag::$flag,)+
                }
            }

            /// Its name in words.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$function => $name,)+
                }
            }

            /// A call of it, to which arguments are added; its name stands as it is in `sea_query`'s statement.
            pub(crate) fn call(self) -> sea_query::FunctionCall {
                sea_query::Func::cust($crate::function::call::Reserved(match self {
                    $(Self::$function => concat!("backend_core::", $word, "::", $name),)+
                }))
            }

            pub(crate) fn of(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$function),)+
                    _ => None,
                }
            }

            /// Whether it takes so many arguments.
            pub(crate) const fn takes(self, count: usize) -> bool {
                match self {
                    $(Self::$function => matches!(count, $arguments),)+
                }
            }
        }
    };
}
