using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Subscriptions.Delivering;

/// <summary>Runs that are started with what another run said at its end. An erasure marks that run before it looks for what it set off, so it is asked about before the start and after it: one of the two finds the other.</summary>
internal sealed class CausedRuns(RunStore runs, Lazy<IRunContents> contents)
{
    /// <summary>false: what the run said is erased, and with it what was to be started.</summary>
    public async ValueTask<bool> MayStartAsync(string tenantId, string? speaker, CancellationToken cancellationToken) => !await IsErasedAsync(tenantId, speaker, cancellationToken);

    /// <summary>Erases a run that was started at the moment of an erasure: it has done nothing yet.</summary>
    public async ValueTask StartedAsync(string tenantId, string? speaker, Run started, CancellationToken cancellationToken)
    {
        if (await IsErasedAsync(tenantId, speaker, cancellationToken))
            await contents.Value.EraseAsync(new SubjectScope(tenantId, "", null), started.Agent, started.Team, started.Id, started.StartedAt.ToUnixTimeMilliseconds(), withInput: true, tally: null, cancellationToken);
    }

    private async ValueTask<bool> IsErasedAsync(string tenantId, string? speaker, CancellationToken cancellationToken) =>
        speaker is not null && await runs.FindAsync(tenantId, speaker, cancellationToken) is { ErasedFrom: not null };
}
