-- constraints.violations.several_columns
CREATE TABLE [ticket] ([l] int NULL, [n] int NULL, CONSTRAINT [FK_ticket$l$n$seat] FOREIGN KEY ([l], [n]) REFERENCES [seat] ([line], [number]))
GO
