using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;

namespace AgentFunctions.Core.Subjects;

/// <summary>Completes erasures that were broken off.</summary>
internal sealed class SubjectErasureJob(ITenantDirectory tenants, SubjectErasures erasures) : IScheduledJob
{
    public string Name => "subject-erasures";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var tenantId in tenants.ListAsync(cancellationToken)) await erasures.ResumeAsync(tenantId, cancellationToken);
    }
}
