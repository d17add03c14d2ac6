using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Models;

/// <summary>Confirms, while a stream runs, that its key and its agent's right to the model still hold, and that the host is not about to cut it. Fails closed.</summary>
internal sealed class StreamRecheck(HttpContext context, ModelCall call, IAuthenticator authenticator, StreamDrain drain)
{
    private readonly string? _key = PresentedKey.Read(context.Request);
    private readonly string? _tenant = context.Request.Headers[HeaderNames.TenantId];
    private readonly string? _agent = context.Request.Headers[HeaderNames.AgentId];

    /// <summary>null while everything holds.</summary>
    public async ValueTask<ApiError?> CheckAsync(CancellationToken cancellationToken)
    {
        if (drain.IsOver) return ApiErrors.ShuttingDown;
        if (_key is null) return ApiErrors.InvalidApiKey;
        try
        {
            var result = await authenticator.AuthenticateAsync(_key, _tenant, _agent, cancellationToken);
            return result.Caller is { } caller ? ModelAccess.Recheck(call, caller) : result.Error ?? ApiErrors.InvalidApiKey;
        }
        catch (DocumentStoreUnavailableException)
        {
            return ApiErrors.ControlPlaneUnavailable;
        }
    }
}
