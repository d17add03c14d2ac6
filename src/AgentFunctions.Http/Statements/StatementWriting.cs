using System.Text.Json;
using AgentFunctions.Core.Statements;
using AgentFunctions.Core.Usage;
using AgentFunctions.Http.Csv;
using AgentFunctions.Http.Usage;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Statements;

/// <summary>Statements as JSON and CSV.</summary>
internal static class StatementWriting
{
    public static void Write(Utf8JsonWriter json, Statement statement)
    {
        json.WriteStartObject();
        WriteHeadFields(json, statement);
        json.WriteStartObject("total"u8);
        UsageWriting.WriteAmounts(json, Total(statement));
        json.WriteEndObject();
        json.WriteStartArray("lines"u8);
        foreach (var line in statement.Lines) Write(json, line);
        json.WriteEndArray();
        json.WriteStartArray("adjustments"u8);
        foreach (var line in statement.Adjustments) Write(json, line);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A statement without its lines.</summary>
    public static void WriteHead(Utf8JsonWriter json, Statement statement)
    {
        json.WriteStartObject();
        WriteHeadFields(json, statement);
        json.WriteEndObject();
    }

    public static async Task WriteCsvAsync(HttpContext context, Statement statement)
    {
        var csv = new CsvWriter(context);
        csv.Begin($"statement-{statement.Month}.csv", [.. (string[])["month", "status", "adjusts", "team", "costCentre", "agent", "model", .. UsageCsv.Amounts.Select(static a => a.Name)]]);
        foreach (var line in statement.Lines.Concat(statement.Adjustments))
        {
            await csv.RowAsync(
                [statement.Month, Name(statement.Status), line.Month, line.Key.Team, line.Key.CostCentre, line.Key.Agent, line.Key.Model],
                [.. UsageCsv.Amounts.Select(a => a.Cell(line.Totals))]);
        }

        await csv.FlushAsync();
    }

    private static void WriteHeadFields(Utf8JsonWriter json, Statement statement)
    {
        json.WriteString("month"u8, statement.Month);
        json.WriteString("timeZone"u8, statement.TimeZone);
        json.WriteString("from"u8, statement.From);
        json.WriteString("to"u8, statement.To);
        json.WriteString("status"u8, Name(statement.Status));
        if (statement.ClosedAt is { } closedAt) json.WriteString("closedAt"u8, closedAt);
        else json.WriteNull("closedAt"u8);
        json.WriteString("closedBy"u8, statement.ClosedBy);
    }

    private static void Write(Utf8JsonWriter json, StatementLine line)
    {
        json.WriteStartObject();
        if (line.Month is not null) json.WriteString("month"u8, line.Month);
        json.WriteString("team"u8, line.Key.Team);
        json.WriteString("costCentre"u8, line.Key.CostCentre);
        json.WriteString("agent"u8, line.Key.Agent);
        json.WriteString("model"u8, line.Key.Model);
        UsageWriting.WriteAmounts(json, line.Totals);
        json.WriteEndObject();
    }

    private static UsageTotals Total(Statement statement) => UsageTotals.Sum(statement.Lines.Concat(statement.Adjustments).Select(static l => l.Totals));

    private static string Name(StatementStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
