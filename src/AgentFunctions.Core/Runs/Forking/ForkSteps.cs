using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Core.Runs.Forking;

/// <summary>
/// Steps of a run as people name them: by the id in the record, <c>00003-pay</c>; by that without its number, which is the step's id in a definition; or by what the step calls, <c>orders.get</c>. A short name must name one step.
/// </summary>
internal sealed class ForkSteps
{
    private const int MostNamed = 20;
    private const int NumberLength = 5;

    private readonly List<RunStep> _steps = [];

    public static async ValueTask<ForkSteps> ReadAsync(RunStepWrites steps, string tenantId, string runId, CancellationToken cancellationToken)
    {
        var read = new ForkSteps();
        await foreach (var step in steps.ListAsync(tenantId, runId, null, null, cancellationToken)) read._steps.Add(step.Step with { Input = null, Output = null });
        return read;
    }

    /// <summary>The id in the record of the step that is meant, or why none is.</summary>
    /// <param name="param">The field that names it.</param>
    /// <param name="name">As people wrote it.</param>
    public Errors.Outcome<string> Find(string param, string name)
    {
        if (!ResourceIds.IsValid(name) || _steps.Count == 0) return RunErrors.NoStep(param, name, List(_steps));
        foreach (var named in (Func<RunStep, bool>[])[step => step.Id == name, step => ShortOf(step.Id) == name, step => step.Name == name])
        {
            var found = _steps.Where(named).ToList();
            if (found.Count == 1) return found[0].Id;
            if (found.Count > 1) return RunErrors.ManySteps(param, name, List(found));
        }

        return RunErrors.NoStep(param, name, List(_steps));
    }

    private static string? ShortOf(string id) => id.Length > NumberLength + 1 && id[NumberLength] == '-' && !id.AsSpan(0, NumberLength).ContainsAnyExceptInRange('0', '9') ? id[(NumberLength + 1)..] : null;

    private static string List(List<RunStep> steps) =>
        steps.Count == 0 ? "none" : string.Join(", ", steps.Take(MostNamed).Select(static step => step.Id)) + (steps.Count > MostNamed ? $" and {steps.Count - MostNamed} more" : "");
}
