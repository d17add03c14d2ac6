using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Counts branches as they end, and stops those that are not needed any more.</summary>
internal sealed class BranchJoin(DefinitionStep.Parallel parallel, StopScope scope)
{
    private readonly StopScope[] _scopes = [.. parallel.Branches.Select(_ => scope.Inner())];
    private readonly Flow?[] _flows = new Flow?[parallel.Branches.Count];
    private Flow? _failed;

    private int Needed => parallel.Join switch { ParallelJoin.All => parallel.Branches.Count, ParallelJoin.Any => 1, _ => parallel.Count };

    private int Succeeded => _flows.Count(static f => f is { IsDone: true });

    private int FailedBranches => _flows.Count(static f => f is { Kind: FlowKind.Failed });

    // With join all and onFailure continue a branch that failed is over as well.
    private bool IsMet => parallel is { Join: ParallelJoin.All, FailsOnFailure: false } ? Succeeded + FailedBranches == Needed : Succeeded >= Needed;

    private bool IsLost => _failed is { IsFatal: true } || (_failed is not null && parallel.FailsOnFailure) || (parallel.Join != ParallelJoin.All && parallel.Branches.Count - FailedBranches < Needed);

    public StopScope ScopeOf(int branch) => _scopes[branch];

    public void Add(int branch, Flow flow)
    {
        _flows[branch] = flow;
        if (flow.Kind is FlowKind.Failed) _failed = _failed is { IsFatal: true } || (_failed is not null && !flow.IsFatal) ? _failed : flow;
        if (!IsLost && !(IsMet && parallel.CancelsRest)) return;
        for (var i = 0; i < _flows.Length; i++)
        {
            if (_flows[i] is null) _scopes[i].Stop(StopReason.NotNeeded);
        }
    }

    /// <summary>How it ended where it did not succeed; null where it did.</summary>
    public Flow? Result(StopScope around)
    {
        if (around.IsOver) return Flow.Stopped;
        if (_failed is { IsFatal: true } fatal) return fatal;
        if (IsLost)
        {
            return parallel.FailsOnFailure
                ? _failed
                : Flow.Failed(new RunFault(422, ErrorCodes.Conflict, string.Create(CultureInfo.InvariantCulture, $"{parallel.Path} needs {Needed} of its branches to succeed, and {FailedBranches} failed: {_failed!.Value.Fault!.Message}")));
        }

        return IsMet ? null : Flow.Stopped;
    }

    public string StatusOf(int branch) => _flows[branch]?.Kind switch
    {
        FlowKind.Done => StepMemo.Succeeded,
        FlowKind.Failed => StepMemo.Failed,
        _ => StepMemo.Cancelled,
    };

    /// <summary>A template of the output, and the values in it.</summary>
    public (string Template, IReadOnlyDictionary<string, JsonElement> Values) Output()
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var fields = new List<string>();
        for (var i = 0; i < _flows.Length; i++)
        {
            var suffix = i.ToString(CultureInfo.InvariantCulture);
            values["output" + suffix] = _flows[i] is { IsDone: true, Output: { } output } ? output : EnvironmentJson.Null;
            values["error" + suffix] = _flows[i] is { Kind: FlowKind.Failed } failed ? EnvironmentSlots.ErrorJson(failed.Fault!, failed.Step) : EnvironmentJson.Null;
            fields.Add($$"""  "{{parallel.Branches[i].Name}}":{"status":"{{StatusOf(i)}}","output":"${output{{suffix}}}","error":"${error{{suffix}}}"} """);
        }

        return ("{" + string.Join(',', fields) + "}", values);
    }
}
