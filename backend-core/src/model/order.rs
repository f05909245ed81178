//! The order in which a schema's objects can be made.

use std::collections::HashMap;

use super::{
    Change, ColumnType, Dependency, Function, QualifiedName, Schema, Sequence, Table, UserType,
    UserTypeKind, VendorObject, View,
};

impl Schema {
    /// The changes that make this schema: schemas and extensions, then each object after those that it needs and otherwise
    /// types, sequences, tables, views, functions and the vendor's own, then what ties them together: the columns that
    /// sequences go with, and triggers. Tables that refer to each other in a circle keep the order of their names.
    pub(crate) fn creation(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        changes.extend(self.namespaces.iter().cloned().map(Change::CreateSchema));
        changes.extend(self.extensions.iter().cloned().map(Change::CreateExtension));
        let graph = Graph::new(self);
        changes.extend(graph.order().into_iter().map(Node::change));
        let owned = self.sequences.iter().filter(|it| it.owned_by.is_some());
        changes.extend(owned.cloned().map(Change::AlterSequence));
        let of_tables = self.tables.iter().map(|it| (&it.name, &it.triggers));
        let of_views = self.views.iter().map(|it| (&it.name, &it.triggers));
        for (relation, triggers) in of_tables.chain(of_views) {
            let create = |trigger: &super::Trigger| Change::CreateTrigger {
                relation: relation.clone(),
                trigger: trigger.clone(),
            };
            changes.extend(triggers.iter().map(create));
        }
        changes
    }
}

/// An object that others can need.
#[derive(Clone, Copy)]
enum Node<'s> {
    Type(&'s UserType),
    Sequence(&'s Sequence),
    Table(&'s Table),
    View(&'s View),
    Function(&'s Function),
    Vendor(&'s VendorObject),
}

impl Node<'_> {
    fn dependency(self) -> Dependency {
        match self {
            Self::Type(it) => Dependency::Type(it.name.clone()),
            Self::Sequence(it) => Dependency::Sequence(it.name.clone()),
            Self::Table(it) => Dependency::Relation(it.name.clone()),
            Self::View(it) => Dependency::Relation(it.name.clone()),
            Self::Function(it) => Dependency::Function(it.signature()),
            Self::Vendor(it) => Dependency::Vendor {
                kind: it.kind.clone(),
                name: it.name.clone(),
            },
        }
    }

    /// The change that makes it, without what ties it to others.
    fn change(self) -> Change {
        match self {
            Self::Type(it) => Change::CreateType(it.clone()),
            Self::Sequence(it) => Change::CreateSequence(Sequence {
                owned_by: None,
                ..it.clone()
            }),
            Self::Table(it) => Change::CreateTable(untied(it)),
            Self::View(it) => Change::CreateView(View {
                triggers: Vec::new(),
                ..it.clone()
            }),
            Self::Function(it) => Change::CreateFunction(it.clone()),
            Self::Vendor(it) => Change::CreateObject(it.clone()),
        }
    }

    fn depends_on(&self) -> &[Dependency] {
        match self {
            Self::Type(it) => &it.depends_on,
            Self::Sequence(_) => &[],
            Self::Table(it) => &it.depends_on,
            Self::View(it) => &it.depends_on,
            Self::Function(it) => &it.depends_on,
            Self::Vendor(it) => &it.depends_on,
        }
    }
}

/// A table without triggers, whose columns have no sequences of their own yet.
fn untied(table: &Table) -> Table {
    let mut table = Table {
        triggers: Vec::new(),
        ..table.clone()
    };
    for column in &mut table.columns {
        column.sequence = None;
    }
    table
}

/// Where a visit has come with an object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unseen,
    Open,
    Made,
}

/// The objects, by their places in the order in which they are visited.
struct Graph<'s> {
    nodes: Vec<Node<'s>>,
    /// What has to be there before, by place.
    needed: Vec<Vec<usize>>,
    /// What had better be there before: the tables that keys refer to.
    wanted: Vec<Vec<usize>>,
}

impl<'s> Graph<'s> {
    fn new(schema: &'s Schema) -> Self {
        let types = schema.types.iter().map(Node::Type);
        let sequences = schema.sequences.iter().map(Node::Sequence);
        let tables = schema.tables.iter().map(Node::Table);
        let views = schema.views.iter().map(Node::View);
        let functions = schema.functions.iter().map(Node::Function);
        let objects = schema.vendor_objects.iter().map(Node::Vendor);
        let nodes: Vec<_> = types
            .chain(sequences)
            .chain(tables)
            .chain(views)
            .chain(functions)
            .chain(objects)
            .collect();
        let places = nodes.iter().enumerate();
        let places: HashMap<_, _> = places.map(|(n, node)| (node.dependency(), n)).collect();
        let places = Places(places);
        let mut wanted: Vec<_> = nodes.iter().map(|node| places.wanted(*node)).collect();
        let parts = places.parts(schema);
        if !parts.is_empty() {
            wanted
                .iter_mut()
                .for_each(|wanted| with_parts(wanted, &parts));
        }
        Self {
            needed: nodes.iter().map(|node| places.needed(*node)).collect(),
            wanted,
            nodes,
        }
    }

    /// Walks with a stack of its own: a chain of ten thousand tables must not overflow the thread's.
    fn order(&self) -> Vec<Node<'s>> {
        let mut state = vec![State::Unseen; self.nodes.len()];
        let mut made = Vec::with_capacity(self.nodes.len());
        for first in 0..self.nodes.len() {
            let mut stack = Vec::new();
            enter(first, &mut state, &mut stack);
            while let Some((place, next)) = stack.last_mut() {
                let (place, at) = (*place, *next);
                *next += 1;
                let needed = self.needed.get(place).map_or(&[][..], Vec::as_slice);
                let wanted = self.wanted.get(place).map_or(&[][..], Vec::as_slice);
                if let Some(needed) = needed.get(at) {
                    enter(*needed, &mut state, &mut stack);
                } else if let Some(wanted) = wanted.get(at - needed.len()) {
                    if !self.waits(*wanted, &state) {
                        enter(*wanted, &mut state, &mut stack);
                    }
                } else {
                    set(&mut state, place, State::Made);
                    made.extend(self.nodes.get(place));
                    stack.pop();
                }
            }
        }
        made
    }

    /// Whether what an object needs, or what that needs, is still being visited: a circle of foreign keys leads back to it. A
    /// key can be added afterwards; what is needed cannot.
    fn waits(&self, place: usize, state: &[State]) -> bool {
        if state.get(place) == Some(&State::Made) {
            return false;
        }
        let mut seen = vec![place];
        let mut next = 0;
        while let Some(place) = seen.get(next).copied() {
            next += 1;
            for needed in self.needed.get(place).into_iter().flatten() {
                match state.get(*needed) {
                    Some(State::Open) => return true,
                    Some(State::Unseen) if !seen.contains(needed) => seen.push(*needed),
                    _ => {}
                }
            }
        }
        false
    }
}

/// Adds the partitions of tables: whoever refers to a table refers to each of them, as far as they can be dropped.
fn with_parts(wanted: &mut Vec<usize>, parts: &HashMap<usize, Vec<usize>>) {
    let mut next = 0;
    while let Some(place) = wanted.get(next) {
        next += 1;
        let more = parts.get(place).cloned().unwrap_or_default();
        wanted.extend(more);
    }
}

fn enter(place: usize, state: &mut [State], stack: &mut Vec<(usize, usize)>) {
    if state.get(place) == Some(&State::Unseen) {
        set(state, place, State::Open);
        stack.push((place, 0));
    }
}

fn set(state: &mut [State], place: usize, to: State) {
    if let Some(state) = state.get_mut(place) {
        *state = to;
    }
}

/// The places of objects.
struct Places(HashMap<Dependency, usize>);

impl Places {
    fn needed(&self, node: Node<'_>) -> Vec<usize> {
        let mut needed: Vec<usize> = node
            .depends_on()
            .iter()
            .filter_map(|it| self.0.get(it).copied())
            .collect();
        let relation = |name: &QualifiedName| Dependency::Relation(name.clone());
        match node {
            Node::Table(table) => {
                let partitioned = table.partition_of.iter().map(|of| &of.parent);
                let parents = partitioned.chain(&table.inherits).map(relation);
                needed.extend(parents.filter_map(|it| self.0.get(&it)));
                for column in &table.columns {
                    needed.extend(self.of_type(&column.column_type));
                    let sequence = column
                        .sequence
                        .as_deref()
                        .cloned()
                        .map(Dependency::Sequence);
                    needed.extend(sequence.and_then(|it| self.0.get(&it)));
                }
            }
            Node::Type(user_type) => match &user_type.kind {
                UserTypeKind::Domain(domain) => needed.extend(self.of_type(&domain.base)),
                UserTypeKind::Range { element } => needed.extend(self.of_type(element)),
                UserTypeKind::Composite { fields } => {
                    let types = fields.iter().map(|field| &field.column_type);
                    needed.extend(types.filter_map(|it| self.of_type(it)));
                }
                UserTypeKind::Enumeration { .. } => {}
            },
            Node::Sequence(_) | Node::View(_) | Node::Function(_) | Node::Vendor(_) => {}
        }
        needed
    }

    fn wanted(&self, node: Node<'_>) -> Vec<usize> {
        let Node::Table(table) = node else {
            return Vec::new();
        };
        let keys = table.foreign_keys.iter();
        keys.filter_map(|key| self.0.get(&Dependency::Relation(key.references.clone())))
            .copied()
            .collect()
    }

    /// The partitions of tables.
    fn parts(&self, schema: &Schema) -> HashMap<usize, Vec<usize>> {
        let place = |name: &QualifiedName| self.0.get(&Dependency::Relation(name.clone())).copied();
        let mut parts: HashMap<usize, Vec<usize>> = HashMap::new();
        for table in &schema.tables {
            if let Some(of) = &table.partition_of
                && let (Some(parent), Some(part)) = (place(&of.parent), place(&table.name))
            {
                parts.entry(parent).or_default().push(part);
            }
        }
        parts
    }

    /// A type that users have made, or the table whose rows it is of.
    fn of_type(&self, column_type: &ColumnType) -> Option<usize> {
        match column_type {
            ColumnType::Named(name) => {
                let made = self.0.get(&Dependency::Type(name.clone()));
                made.or_else(|| self.0.get(&Dependency::Relation(name.clone())))
                    .copied()
            }
            ColumnType::Array(element) => self.of_type(element),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, QualifiedName, Schema, Table};
    use crate::model::{
        Column, ColumnType, Dependency, Domain, ForeignKey, Function, Identifier, Namespace,
        Sequence, SequenceOwner, Trigger, TriggerEvent, TriggerTiming, UserType, UserTypeKind,
        View,
    };

    fn schema(references: &[(usize, usize)], tables: usize) -> Schema {
        let name = |n: usize| QualifiedName::new(format!("t{n:05}")).unwrap();
        let column = || vec![Identifier::new("c").unwrap()];
        let mut schema = Schema::new();
        schema.tables = (0..tables).map(|n| Table::new(name(n))).collect();
        for (from, to) in references {
            schema.tables[*from]
                .foreign_keys
                .push(ForeignKey::new(column(), name(*to), column()));
        }
        schema
    }

    fn created(schema: &Schema) -> Vec<String> {
        schema
            .creation()
            .iter()
            .map(|change| match change {
                Change::CreateTable(table) => table.name.to_string(),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn circles_and_self_references_end() {
        let schema = schema(&[(0, 1), (1, 2), (2, 0), (1, 1)], 3);
        assert_eq!(created(&schema), ["t00002", "t00001", "t00000"]);
    }

    #[test]
    fn parents_come_first_even_in_a_circle_of_keys() {
        let mut schema = schema(&[(1, 0), (1, 2)], 3);
        // 0 inherits from 1, and 1 refers to 0.
        let parent = schema.tables[1].name.clone();
        schema.tables[0].inherits.push(parent);
        assert_eq!(created(&schema), ["t00002", "t00001", "t00000"]);
    }

    #[test]
    fn each_object_comes_after_what_it_needs() {
        let name = |text: &str| QualifiedName::new(text).unwrap();
        let id = |text: &str| Identifier::new(text).unwrap();
        let mut table = Table::new(name("t"));
        let mut column = Column::new("n", ColumnType::Named(name("size"))).unwrap();
        column.sequence = Some(Box::new(name("s")));
        table.columns = vec![column];
        let function = Function::new(name("f"), "…");
        table.depends_on = vec![Dependency::Function(function.signature())];
        let events = vec![TriggerEvent::Insert];
        table.triggers = vec![Trigger::new(id("x"), TriggerTiming::After, events, "…")];
        let mut sequence = Sequence::new(name("s"));
        sequence.owned_by = Some(SequenceOwner {
            table: name("t"),
            column: id("n"),
        });
        let base = UserType::enumeration(name("zz"), Vec::new());
        let domain = Domain::new(ColumnType::Named(name("zz")));
        let size = UserType::new(name("size"), UserTypeKind::Domain(Box::new(domain)));
        let mut late = Function::new(name("g"), "…");
        late.depends_on = vec![Dependency::Relation(name("v"))];
        let schema = Schema {
            namespaces: vec![Namespace::new(id("app"))],
            types: vec![size, base],
            sequences: vec![sequence],
            tables: vec![table],
            views: vec![View::new(name("v"), "…")],
            functions: vec![function, late],
            ..Schema::new()
        };
        let mut made = Schema::new();
        let mut said = Vec::new();
        for change in schema.creation() {
            said.push(match &change {
                Change::CreateSchema(it) => it.name.to_string(),
                Change::CreateType(it) => it.name.to_string(),
                Change::CreateSequence(it) => it.name.to_string(),
                Change::CreateTable(it) => it.name.to_string(),
                Change::CreateView(it) => it.name.to_string(),
                Change::CreateFunction(it) => it.name.to_string(),
                Change::AlterSequence(it) => format!("owner of {}", it.name),
                Change::CreateTrigger { trigger, .. } => trigger.name.to_string(),
                other => panic!("{other:?}"),
            });
            made.apply(&change).unwrap();
        }
        let expected = [
            "app",
            "zz",
            "size",
            "s",
            "f",
            "t",
            "v",
            "g",
            "owner of s",
            "x",
        ];
        assert_eq!(said, expected);
        made.types.reverse();
        assert_eq!(made, schema);
    }

    #[test]
    fn a_chain_of_ten_thousand_tables_is_walked() {
        let references: Vec<_> = (0..9_999).map(|n| (n, n + 1)).collect();
        let order = created(&schema(&references, 10_000));
        assert_eq!(order.first().unwrap(), "t09999");
        assert_eq!(order.len(), 10_000);
    }
}
