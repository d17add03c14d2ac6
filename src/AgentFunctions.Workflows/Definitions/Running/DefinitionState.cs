using System.Text.Json;
using AgentFunctions.Core.Runs;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>
/// Input of the workflow: a start as <see cref="Core.Runs.Starting.RunStart"/> writes it, and what one generation of the history hands to the next. A run that goes on walks its definition from the beginning and passes over
/// what it remembers.
/// </summary>
internal sealed class DefinitionState
{
    public string TenantId { get; set; } = "";

    public string RunId { get; set; } = "";

    /// <summary>Steps numbered so far.</summary>
    public int Steps { get; set; }

    /// <summary>Bytes of values kept so far, those that were overwritten included.</summary>
    public long Bytes { get; set; }

    /// <summary>By where they are: the id of a step, within entries of lists <c>each[3].id</c>.</summary>
    public Dictionary<string, StepMemo> Memo { get; set; } = [];

    /// <summary>Variables; larger content as a reference of the run.</summary>
    public Dictionary<string, JsonElement> Vars { get; set; } = [];

    /// <summary>Steps that can be undone, in the order in which they were over.</summary>
    public List<string> Undo { get; set; } = [];

    /// <summary>Steps that could not be undone.</summary>
    public int NotUndone { get; set; }

    /// <summary>How it ends: nothing of the definition is done any more, only undone. null while it goes on.</summary>
    public RunStatus? Ending { get; set; }

    /// <summary>Why it fails.</summary>
    public RunFault? Fault { get; set; }

    public StepMemo MemoOf(string key)
    {
        if (!Memo.TryGetValue(key, out var memo)) Memo[key] = memo = new StepMemo();
        return memo;
    }

    /// <summary>Forgets a step and all within it: an entry that is over, a step that was undone.</summary>
    public void Forget(string prefix)
    {
        foreach (var key in Memo.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToList()) Memo.Remove(key);
    }
}
