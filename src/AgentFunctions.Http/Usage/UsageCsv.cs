using System.Globalization;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Reading;
using AgentFunctions.Http.Csv;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Usage;

/// <summary>Usage as CSV: a column for each dimension asked by, then the amounts.</summary>
internal static class UsageCsv
{
    internal static readonly (string Name, Func<UsageTotals, string> Cell)[] Amounts =
    [
        ("requests", static t => Number(t[UsageMeasure.Requests])), ("attempts", static t => Number(t[UsageMeasure.Attempts])),
        ("tokens", static t => Number(t.Tokens)), ("inputTokens", static t => Number(t[UsageMeasure.InputTokens])), ("cachedInputTokens", static t => Number(t[UsageMeasure.CachedInputTokens])),
        ("cacheWriteTokens", static t => Number(t[UsageMeasure.CacheWriteTokens])), ("audioInputTokens", static t => Number(t[UsageMeasure.AudioInputTokens])),
        ("outputTokens", static t => Number(t[UsageMeasure.OutputTokens])), ("audioOutputTokens", static t => Number(t[UsageMeasure.AudioOutputTokens])),
        ("userFacingTokens", static t => Number(t.UserFacingTokens)), ("reasoningTokens", static t => Number(t[UsageMeasure.ReasoningTokens])), ("agenticTokens", static t => Number(t.AgenticTokens)),
        ("cost", static t => UsageWriting.Money(t[UsageMeasure.Cost])), ("userFacingCost", static t => UsageWriting.Money(t.UserFacingCost)),
        ("reasoningCost", static t => UsageWriting.Money(t[UsageMeasure.ReasoningCost])), ("agenticCost", static t => UsageWriting.Money(t[UsageMeasure.AgenticCost])),
        ("bytes", static t => Number(t[UsageMeasure.Bytes])), ("estimated", static t => Number(t[UsageMeasure.Estimated])), ("counted", static t => Number(t[UsageMeasure.Counted])),
        ("unpriced", static t => Number(t[UsageMeasure.Unpriced])),
    ];

    public static async Task WriteAsync(HttpContext context, UsageAnswer answer)
    {
        var (by, csv) = (answer.Query.By, new CsvWriter(context));
        string[] other = answer.Query.Top is null ? [] : ["other"];
        csv.Begin("usage.csv", [.. (string[])["at", .. by.Select(UsageDimensions.Name), .. other, .. Amounts.Select(static a => a.Name)]]);
        foreach (var row in answer.Rows)
        {
            string?[] isOther = other.Length == 0 ? [] : [row.IsOther ? "true" : "false"];
            await csv.RowAsync([CsvWriter.Of(row.At), .. row.Values, .. isOther, .. Amounts.Select(a => a.Cell(row.Totals))]);
        }

        await csv.FlushAsync();
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
