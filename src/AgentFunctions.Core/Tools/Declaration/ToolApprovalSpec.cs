using AgentFunctions.Core.Approvals;

namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>When a call of a tool needs people to agree, and whose.</summary>
public sealed record ToolApprovalSpec
{
    public const string Always = "always";
    public const string Never = "never";
    public const string BySideEffect = "bySideEffect";

    /// <summary><see cref="Always"/>, <see cref="Never"/>, or <see cref="BySideEffect"/>: what cannot be taken back needs it.</summary>
    public string Required { get; set; } = BySideEffect;

    /// <summary><c>principals/{id}</c> and <c>groups/{name}</c>; empty: everybody who may decide for the agent's team.</summary>
    public IReadOnlyList<string> Approvers { get; set; } = [];

    /// <summary>Different people who must agree.</summary>
    public int Count { get; set; } = 1;

    /// <summary>After this long without a decision it is denied.</summary>
    public TimeSpan Expires { get; set; } = TimeSpan.FromHours(24);

    /// <summary>null: at half of the time.</summary>
    public TimeSpan? Remind { get; set; }

    public ApproverRule ToRule() => new() { Approvers = Approvers, Count = Count, ExpiresAfter = Expires, RemindEvery = Remind };
}
