using System.Text.Json;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>What expressions see beside input, steps and variables at one place: the entry of a list, the round of a loop, the error that was caught.</summary>
/// <param name="Prefix">Of the keys of its steps: empty, or <c>each[3].</c>.</param>
/// <param name="Outer">The frame around it.</param>
internal sealed record RunFrame(string Prefix, RunFrame? Outer)
{
    public static RunFrame Root { get; } = new("", null);

    /// <summary>What the entry is called; null for none.</summary>
    public string? ItemName { get; init; }

    public JsonElement? Item { get; set; }

    /// <summary>Of the innermost loop.</summary>
    public int? Index { get; init; }

    /// <summary>Entries of lists that are done at the same time with it, all lists around it together.</summary>
    public int Width { get; init; } = 1;

    public RunFault? Error { get; init; }

    public string? FailedStep { get; init; }

    public string Key(string stepId) => Prefix + stepId;

    /// <summary>It and those around it, the innermost first.</summary>
    public IEnumerable<RunFrame> Chain()
    {
        for (var frame = this; frame is not null; frame = frame.Outer) yield return frame;
    }
}
