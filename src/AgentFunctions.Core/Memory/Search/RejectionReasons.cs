namespace AgentFunctions.Core.Memory.Search;

/// <summary>Why a record that matches is no hit.</summary>
public static class RejectionReasons
{
    /// <summary>The reader may not see it, or it is not trusted enough.</summary>
    public const string Label = "label";

    /// <summary>It is quarantined, superseded (and did not hold at the time asked for), demoted or forgotten.</summary>
    public const string State = "state";

    /// <summary>It does not hold any more, or not yet.</summary>
    public const string Validity = "validity";

    /// <summary>A better hit says the same.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Others match better.</summary>
    public const string BelowCut = "belowCut";
}
