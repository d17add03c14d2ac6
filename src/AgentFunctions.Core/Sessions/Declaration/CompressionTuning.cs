using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Context.Compression;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Sessions.Declaration;

/// <summary>Numbers that the layers go by; what is left out keeps its default (<see cref="CompressionOptions"/>), or what the agent declares.</summary>
public record CompressionTuning
{
    /// <summary>0.5 to 1.</summary>
    public double? NearDuplicateThreshold { get; set; }

    /// <summary>0 to 100.</summary>
    public int? RecentRounds { get; set; }

    /// <summary>Tokens, 1 to 1,000,000.</summary>
    public int? CondenseTokens { get; set; }

    /// <summary>Tokens, 1 to 1,000,000.</summary>
    public int? LargeResultTokens { get; set; }

    /// <summary>Tokens, 0 to 1,000,000.</summary>
    public int? BatchTokens { get; set; }

    /// <summary>Tokens, 20 to 4,000.</summary>
    public int? SynopsisTokens { get; set; }

    /// <summary>Share of the budget, 0.1 to 1.</summary>
    public double? HighWater { get; set; }

    /// <summary>Share of the budget, 0.1 to 1, not above <see cref="HighWater"/>.</summary>
    public double? LowWater { get; set; }

    /// <summary>Share of the budget, 0.1 to 1.</summary>
    public double? ConversationLowWater { get; set; }

    /// <summary>Reads them from JSON that fits their schema.</summary>
    public static CompressionTuning Read(JsonElement json) => json.Deserialize(ResourceJson.Default.CompressionTuning) ?? new CompressionTuning();

    /// <summary>The options with what is said here.</summary>
    public CompressionOptions Apply(CompressionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            NearDuplicateThreshold = NearDuplicateThreshold ?? options.NearDuplicateThreshold,
            RecentRounds = RecentRounds ?? options.RecentRounds,
            CondenseTokens = CondenseTokens ?? options.CondenseTokens,
            LargeResultTokens = LargeResultTokens ?? options.LargeResultTokens,
            BatchTokens = BatchTokens ?? options.BatchTokens,
            SynopsisTokens = SynopsisTokens ?? options.SynopsisTokens,
            HighWater = HighWater ?? options.HighWater,
            LowWater = LowWater ?? options.LowWater,
            ConversationLowWater = ConversationLowWater ?? options.ConversationLowWater,
        };
    }

    /// <summary>The marks that contradict each other, as a field and what is wrong with it; null: none.</summary>
    /// <param name="declared">What holds where nothing is said.</param>
    public (string Field, string Problem)? Contradiction(CompressionOptions declared)
    {
        var options = Apply(declared);
        return options.LowWater <= options.HighWater
            ? null
            : ("lowWater", string.Create(CultureInfo.InvariantCulture, $"is {options.LowWater}, above highWater ({options.HighWater}): results are cleared from the high mark down to the low one"));
    }
}
