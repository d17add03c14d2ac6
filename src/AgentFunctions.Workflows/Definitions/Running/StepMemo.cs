using System.Text.Json;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>What the workflow knows of a step, or of an entry of a forEach: enough to go on after its history began anew.</summary>
internal sealed class StepMemo
{
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Skipped = "skipped";
    public const string Cancelled = "cancelled";

    /// <summary>null while it is open.</summary>
    public string? Status { get; set; }

    /// <summary>Of an earlier round of a loop: to be seen, and to be done again.</summary>
    public bool IsStale { get; set; }

    /// <summary>Its condition was asked and it began.</summary>
    public bool IsBegun { get; set; }

    /// <summary>Larger content as a reference of the run.</summary>
    public JsonElement? Output { get; set; }

    public RunFault? Fault { get; set; }

    /// <summary>The step within it that failed.</summary>
    public string? FailedStep { get; set; }

    /// <summary>What failed within it was caught.</summary>
    public bool IsCaught { get; set; }

    /// <summary>Number in the journal; 0: none yet.</summary>
    public int Number { get; set; }

    /// <summary>Tries that failed.</summary>
    public int Failures { get; set; }

    /// <summary>It began and is not over before this.</summary>
    public DateTimeOffset? TimeoutAt { get; set; }

    /// <summary>A pause ends, or a time has come.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public string? ApprovalId { get; set; }

    public string? WaitedFor { get; set; }

    /// <summary>Questions asked so far; each has an event of its own.</summary>
    public int Questions { get; set; }

    public string? EventName { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public string? ChildRunId { get; set; }

    /// <summary>The run within it failed, and is to go on from there: the run around it was rewound.</summary>
    public bool IsRewound { get; set; }

    /// <summary>Which part of it is done: a case, or where a try is.</summary>
    public string? Phase { get; set; }

    /// <summary>Rounds of a loop, entries of a list that are over.</summary>
    public int Count { get; set; }

    /// <summary>Entries of the list it goes through.</summary>
    public int Total { get; set; }

    /// <summary>Entries that failed.</summary>
    public int FailedEntries { get; set; }

    /// <summary>A list it goes through, or makes.</summary>
    public JsonElement? List { get; set; }

    /// <summary>The list it makes.</summary>
    public JsonElement? Collected { get; set; }

    /// <summary>People were asked whether it took effect, and have not said.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOutcomeOpen => WaitedFor is not null && EventName is not null && WaitedFor != ApprovalId;

    /// <summary>As if it had not begun; what it gave stays to be seen until it gives something else.</summary>
    public void Renew()
    {
        (Status, IsStale, IsBegun, Fault, FailedStep, IsCaught, Number, Failures, Phase, Count, Total, FailedEntries, Questions) = (null, false, false, null, null, false, 0, 0, null, 0, 0, 0, 0);
        ApprovalId = null;
        Settle();
    }

    /// <summary>Nothing of it is waited for any more.</summary>
    public void Settle() => (TimeoutAt, DueAt, WaitedFor, EventName, ExpiresAt, ChildRunId, IsRewound, List, Collected) = (null, null, null, null, null, null, false, null, null);

    /// <summary>It failed and is done again under its own number, from where it failed.</summary>
    public void Reopen()
    {
        (Status, Fault, FailedStep, IsCaught, DueAt, TimeoutAt) = (null, null, null, false, null, null);
        if (Phase is "undo" or "catch" or "finally") Phase = null;

        IsRewound = ChildRunId is not null;
        AskAgain();
    }

    /// <summary>The run was closed and opened again: what people were asked was withdrawn, and what they said was used up by what failed or is asked for again.</summary>
    public void AskAgain() => (ApprovalId, WaitedFor, EventName, ExpiresAt) = (null, null, null, null);

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => Status is not null && !IsStale;
}
