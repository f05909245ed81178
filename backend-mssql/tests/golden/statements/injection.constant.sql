-- injection.constant.django_truncate_kind_as_text
SELECT N'day'' FROM start_datetime)) OR 1=1;--' AS [x]
GO
