-- injection.template.django_json_key_value
SELECT CASE WHEN '?' = @P1 THEN '' ELSE @P2 END AS [x] FROM [canary]
GO
