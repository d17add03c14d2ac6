using System.Net;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.Embedded.Files;
using AgentFunctions.LocalHost.Data;

namespace AgentFunctions.LocalHost.Startup;

/// <summary>A working key of the agent <c>demo</c>, where that agent is declared: kept in an owner-only file, so that every start prints the same line. A key that was revoked stays revoked.</summary>
internal sealed class DemoKey(IControlPlane controlPlane, IAuthenticator authenticator, KeyService keys, DataFolder folder)
{
    public const string FileName = "demo.key";
    private const string AgentId = "demo";
    private const string KeyId = "demo";
    private readonly string _file = folder.File(FileName);

    public async Task<DemoCall?> PrepareAsync(CancellationToken cancellationToken)
    {
        var view = await controlPlane.GetViewAsync(Tenants.Default, cancellationToken) ?? throw new StartupException("The data folder cannot be read; see the log.");
        if (await view.FindAgentAsync(AgentId, cancellationToken) is not { } agent || agent.Spec.Models.FirstOrDefault(model => !model.EndsWith('*') && view.Models.ContainsKey(model)) is not { } model) return null;
        return await FindOrIssueAsync(cancellationToken) is { } key ? new DemoCall(key, model) : null;
    }

    private async Task<string?> FindOrIssueAsync(CancellationToken cancellationToken)
    {
        if (OwnerOnlyFile.Read(_file) is { } kept && (await authenticator.AuthenticateAsync(new PresentedCredential(kept, Source: IPAddress.Loopback), cancellationToken)).Caller is not null) return kept;

        var actor = Actor.System(Tenants.Default);
        var issued = await keys.CreateAsync(actor, KeyId, new KeySpec { Agent = AgentId }, cancellationToken);
        if (issued.Error is { Code: ErrorCodes.Conflict }) issued = await keys.RotateAsync(actor, KeyId, TimeSpan.Zero, cancellationToken);
        if (issued.Value is not { } key) return null;
        OwnerOnlyFile.Write(_file, key.Key);
        return key.Key;
    }
}
