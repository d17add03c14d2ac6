using System.Text;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Tests.Subjects;

/// <summary>Looks through every row of every table of every database of a data folder, in plain text and in base64.</summary>
internal static class StoredText
{
    /// <summary>The tables that hold a mark, as <c>file/table: count</c>, each with what the row begins with.</summary>
    public static List<string> Find(string folder, string mark)
    {
        byte[][] forms = [Encoding.UTF8.GetBytes(mark), .. Base64Of(mark).Select(Encoding.UTF8.GetBytes)];
        List<string> found = [];
        foreach (var file in Directory.GetFiles(folder, "*.db", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            connection.Open();
            foreach (var table in Names(connection)) found.AddRange(Rows(connection, table).Where(row => forms.Any(form => row.AsSpan().IndexOf(form) >= 0)).Select(row => $"{Path.GetFileName(file)}/{table}: {Shown(row)}"));
        }

        return found;
    }

    private static List<string> Names(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        using var reader = command.ExecuteReader();
        List<string> names = [];
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    private static IEnumerable<byte[]> Rows(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\"";
        SqliteDataReader reader;
        try
        {
            reader = command.ExecuteReader();
        }
        catch (SqliteException)
        {
            // A virtual table whose module only the program has; what it holds lies in tables of its own.
            yield break;
        }

        using (reader)
        {
            while (reader.Read())
            {
                using var row = new MemoryStream();
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    row.Write(reader.GetValue(i) switch { byte[] bytes => bytes, string text => Encoding.UTF8.GetBytes(text), _ => [] });
                    row.WriteByte((byte)'\n');
                }

                yield return row.ToArray();
            }
        }
    }

    /// <summary>How a text looks in base64, wherever in a longer one it begins.</summary>
    public static IEnumerable<string> Base64Of(string mark)
    {
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. Encoding.UTF8.GetBytes(mark)]);
            yield return text[(((before * 8) + 5) / 6)..((before + mark.Length) * 8 / 6)];
        }
    }

    private static string Shown(byte[] row) => Encoding.UTF8.GetString(row.AsSpan(0, Math.Min(row.Length, 200))).ReplaceLineEndings(" ");
}
