-- injection.delimiter.django_delimiter
SELECT STRING_AGG(CAST([song] AS nvarchar(max)), @P1) AS [x] FROM [canary]
GO
