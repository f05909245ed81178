-- constraints.check.refuses
CREATE TABLE [span] ([id] bigint NOT NULL, [least] int NULL, [most] int NULL, [label] nvarchar(50) NULL, CONSTRAINT [PK_span] PRIMARY KEY ([id]), CONSTRAINT [span_not_negative] CHECK ("least" >= 0))
GO
-- constraints.check.several_columns
CREATE TABLE [span] ([id] bigint NOT NULL, [least] int NULL, [most] int NULL, [label] nvarchar(50) NULL, CONSTRAINT [PK_span] PRIMARY KEY ([id]), CONSTRAINT [span_ordered] CHECK ("least" <= "most" AND ("most" < 100 OR "most" = 999)), CONSTRAINT [span_not_negative] CHECK ("least" >= 0))
GO
-- constraints.check.any_text
CREATE TABLE [span] ([id] bigint NOT NULL, [least] int NULL, [most] int NULL, [label] nvarchar(50) NULL, CONSTRAINT [PK_span] PRIMARY KEY ([id]), CONSTRAINT [it's "ž" 漢 (🦀)] CHECK ("label" <> 'it''s "ž" 漢 🦀 -- /* ) ; % \'))
GO
