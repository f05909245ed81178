-- names.injection.constraint
CREATE TABLE [t0] ([id] bigint NOT NULL, [n] bigint NULL, CONSTRAINT [x"; DROP TABLE canary; --p] PRIMARY KEY ([id]), CONSTRAINT [x"; DROP TABLE canary; --f] FOREIGN KEY ([n]) REFERENCES [canary] ([id]), CONSTRAINT [x"; DROP TABLE canary; --c] CHECK ("n" > 0))
GO
