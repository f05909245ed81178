-- injection.check_text.backslash_quote
CREATE TABLE [checked] ([id] bigint NOT NULL, [c] nvarchar(max) NULL, CONSTRAINT [PK_checked] PRIMARY KEY ([id]), CONSTRAINT [CK_checked$f4d1940b776a1a75] CHECK ("c" <> 'x\''; DROP TABLE canary; --'))
GO
