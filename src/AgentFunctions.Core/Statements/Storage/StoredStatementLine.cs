using System.Text.Json;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Statements.Storage;

/// <summary>A line as it is kept.</summary>
internal sealed record StoredStatementLine
{
    private static readonly string[] Names = [.. Enum.GetNames<UsageMeasure>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>The month that it corrects.</summary>
    public string? Month { get; init; }

    public string? Team { get; init; }

    public string? CostCentre { get; init; }

    public string? Agent { get; init; }

    public string? Model { get; init; }

    /// <summary>By measure, without zeros.</summary>
    public required SortedDictionary<string, long> Amounts { get; init; }

    public static StoredStatementLine Of(StatementLine line)
    {
        var amounts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < Names.Length; i++)
        {
            if (line.Totals[(UsageMeasure)i] is not 0 and var amount) amounts[Names[i]] = amount;
        }

        return new StoredStatementLine { Month = line.Month, Team = line.Key.Team, CostCentre = line.Key.CostCentre, Agent = line.Key.Agent, Model = line.Key.Model, Amounts = amounts };
    }

    public StatementLine ToLine()
    {
        var totals = new UsageTotals();
        for (var i = 0; i < Names.Length; i++) totals[(UsageMeasure)i] = Amounts.GetValueOrDefault(Names[i]);
        return new StatementLine(Month, new StatementKey(Team, CostCentre, Agent, Model), totals);
    }
}
