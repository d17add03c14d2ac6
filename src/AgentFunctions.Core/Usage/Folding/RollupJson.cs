using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Usage.Folding;

/// <summary>Rows as documents.</summary>
internal static class RollupJson
{
    private static readonly JsonEncodedText[] Names =
        [.. Enum.GetNames<UsageMeasure>().Select(static name => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(name)))];

    public static byte[] Write(RollupRow row) => UsageBuffer.Write(row, static (json, value) => Write(json, value));

    /// <param name="level">Of the range of ids it was found in, like <paramref name="family"/>.</param>
    /// <param name="family">By what its rows are told apart.</param>
    /// <param name="body">Its body.</param>
    public static RollupRow Read(RollupLevel level, RollupFamily family, ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        var totals = new UsageTotals();
        var bucket = 0L;
        string? name = null, value = null, team = null, costCentre = null, agent = null, model = null, provider = null, key = null;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("at"u8)) bucket = UsageEventReader.Integer(ref json);
            else if (json.ValueTextEquals("name"u8)) name = UsageEventReader.Text(ref json);
            else if (json.ValueTextEquals("value"u8)) value = UsageEventReader.Text(ref json);
            else if (json.ValueTextEquals("team"u8)) team = UsageEventReader.Text(ref json);
            else if (json.ValueTextEquals("costCentre"u8)) costCentre = UsageEventReader.Text(ref json);
            else if (json.ValueTextEquals("agent"u8)) agent = UsageEventReader.Text(ref json);
            else if (json.ValueTextEquals("model"u8)) model = UsageEventReader.Text(ref json);
            else if (json.ValueTextEquals("provider"u8)) provider = UsageEventReader.Text(ref json);
            else if (json.ValueTextEquals("key"u8)) key = UsageEventReader.Text(ref json);
            else if (json.ValueTextEquals("amounts"u8)) ReadAmounts(ref json, totals);
            else if (json.ValueTextEquals("outcomes"u8)) ReadOutcomes(ref json, totals);
            else UsageEventReader.Skip(ref json);
        }

        return new RollupRow(new RollupKey(level, bucket, family, name, value, new RollupDimensions(team, costCentre, agent, model, provider, key)), totals);
    }

    private static void ReadAmounts(ref Utf8JsonReader json, UsageTotals totals)
    {
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var measure = 0;
            while (measure < Names.Length && !json.ValueTextEquals(Names[measure].EncodedUtf8Bytes)) measure++;
            if (measure < Names.Length) totals[(UsageMeasure)measure] = UsageEventReader.Integer(ref json);
            else UsageEventReader.Skip(ref json);
        }
    }

    private static void ReadOutcomes(ref Utf8JsonReader json, UsageTotals totals)
    {
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var outcome = json.GetString()!;
            totals.AddOutcome(outcome, UsageEventReader.Integer(ref json));
        }
    }

    private static void Write(Utf8JsonWriter json, RollupRow row)
    {
        var key = row.Key;
        json.WriteStartObject();
        json.WriteNumber("format"u8, 1);
        json.WriteNumber("at"u8, key.Bucket);
        WriteText(json, "name"u8, key.Name);
        WriteText(json, "value"u8, key.Value);
        WriteText(json, "team"u8, key.Dimensions.Team);
        WriteText(json, "costCentre"u8, key.Dimensions.CostCentre);
        WriteText(json, "agent"u8, key.Dimensions.Agent);
        WriteText(json, "model"u8, key.Dimensions.Model);
        WriteText(json, "provider"u8, key.Dimensions.Provider);
        WriteText(json, "key"u8, key.Dimensions.Key);
        json.WriteStartObject("amounts"u8);
        for (var i = 0; i < Names.Length; i++)
        {
            if (row.Totals[(UsageMeasure)i] is var amount and not 0) json.WriteNumber(Names[i], Math.Clamp(amount, -DocumentLimits.MaxInteger, DocumentLimits.MaxInteger));
        }

        json.WriteEndObject();
        json.WriteStartObject("outcomes"u8);
        foreach (var (outcome, count) in row.Totals.Outcomes) json.WriteNumber(outcome, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
