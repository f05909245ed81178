-- introspection.set.nothing
CREATE TABLE [point] ([x] int NOT NULL, [y] int NOT NULL, [z] int NOT NULL)
GO
-- introspection.set.unique
CREATE TABLE [point] ([x] int NOT NULL, [y] int NOT NULL, [z] int NOT NULL, CONSTRAINT [only] UNIQUE ([y], [x]))
GO
-- introspection.set.foreign_key
CREATE TABLE [child] ([x] int NOT NULL, [y] int NOT NULL, [z] int NOT NULL, CONSTRAINT [of_parent] FOREIGN KEY ([y]) REFERENCES [parent] ([x]) ON DELETE CASCADE)
GO
-- introspection.set.check
CREATE TABLE [point] ([x] int NOT NULL, [y] int NOT NULL, [z] int NOT NULL, CONSTRAINT [positive] CHECK ("x" > 0))
GO
-- introspection.set.all_on_one_column
CREATE TABLE [point] ([x] int NOT NULL, [y] int NOT NULL, [z] int NOT NULL, CONSTRAINT [PK_point] PRIMARY KEY ([x], [y]), CONSTRAINT [only_x] UNIQUE ([x]), CONSTRAINT [of_parent] FOREIGN KEY ([x]) REFERENCES [parent] ([x]), CONSTRAINT [positive] CHECK ("x" > 0))
GO
-- introspection.set.two_keys_of_two_tables
CREATE TABLE [one] ([x] int NOT NULL, [y] int NOT NULL, [z] int NOT NULL, CONSTRAINT [PK_one] PRIMARY KEY ([x]), CONSTRAINT [UQ_one$y] UNIQUE ([y]))
GO
