using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions;

/// <summary>Hears of every step as it ends, those without an entry in the journal included; for trials, never for runs.</summary>
internal interface IDefinitionTrace
{
    /// <param name="step">Which.</param>
    /// <param name="key">Where, entries of lists included.</param>
    /// <param name="number">Number of its entry in the journal; 0 for none.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="output">What it gave, larger content as a reference.</param>
    /// <param name="fault">Why it failed.</param>
    /// <param name="at">When.</param>
    void Ended(DefinitionStep step, string key, int number, string status, JsonElement? output, RunFault? fault, DateTimeOffset at);
}
