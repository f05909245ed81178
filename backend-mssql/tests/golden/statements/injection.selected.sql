-- injection.selected.django_values_of_json
SELECT [key']]) , "canary".* FROM canary; --] FROM [canary]
GO
