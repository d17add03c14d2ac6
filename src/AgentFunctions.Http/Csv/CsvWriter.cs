using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Csv;

/// <summary>
/// An answer as CSV after RFC 4180, row by row as they come. Spreadsheets run a cell that begins with <c>=</c>, <c>+</c>, <c>-</c> or <c>@</c>; such a cell gets an apostrophe before it, as OWASP recommends. Lists are
/// joined with semicolons, which no id, scope or pattern contains.
/// </summary>
internal sealed class CsvWriter(HttpContext context)
{
    private const int FlushAt = 16 * 1024;
    private const string NewLine = "\r\n";
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n\t;");

    private readonly StringBuilder _text = new();

    public void Begin(string fileName, params ReadOnlySpan<string> columns)
    {
        var response = context.Response;
        response.ContentType = "text/csv; charset=utf-8; header=present";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        Append(columns);
    }

    public async ValueTask RowAsync(string?[] cells)
    {
        Append(cells);
        if (_text.Length >= FlushAt) await FlushAsync();
    }

    /// <summary>A row that ends in numbers, written as they are: a number below 0 is no formula, and with an apostrophe it would be no number.</summary>
    public async ValueTask RowAsync(string?[] texts, string[] numbers)
    {
        Append(texts);
        _text.Length -= NewLine.Length;
        foreach (var number in numbers)
        {
            if (!decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)) throw new ArgumentException("A cell is no number.", nameof(numbers));
            _text.Append(',').Append(number);
        }

        _text.Append(NewLine);
        if (_text.Length >= FlushAt) await FlushAsync();
    }

    public async ValueTask FlushAsync()
    {
        await context.Response.WriteAsync(_text.ToString(), Encoding.UTF8, context.RequestAborted);
        _text.Clear();
    }

    public static string Of(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    public static string Of(IEnumerable<string> list) => string.Join(';', list);

    private void Append(params ReadOnlySpan<string?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) _text.Append(',');
            _text.Append(Cell(cells[i] ?? ""));
        }

        _text.Append(NewLine);
    }

    internal static string Cell(string value)
    {
        if (value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠') value = "'" + value;
        return value.AsSpan().IndexOfAny(Quoted) < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
