using System.Collections.Concurrent;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Subscriptions.Hooks;

/// <summary>Takes calls of webhooks as events. A call that is not signed as its subscription says learns nothing, not even whether there is such a subscription.</summary>
public sealed class HookReceiver
{
    /// <summary>One answer for all: no such webhook, no secret, wrong, missing or too old a signature.</summary>
    private static readonly ApiError Refused = new(401, ErrorCodes.InvalidSignature, "There is no such webhook, or the signature of this call is missing, wrong or too old.") { ShouldRetry = false };

    private static readonly Secret Nobodys = new(Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));

    /// <summary>Anybody can call: what is missing is said once in this time, not with each call.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _said = new(StringComparer.Ordinal);
    private readonly IControlPlane _controlPlane;
    private readonly ISecretSource _secrets;
    private readonly EventIntake _intake;
    private readonly TimeProvider _time;
    private readonly ILogger<HookReceiver> _logger;

    internal HookReceiver(IControlPlane controlPlane, ISecretSource secrets, EventIntake intake, TimeProvider time, ILogger<HookReceiver> logger) =>
        (_controlPlane, _secrets, _intake, _time, _logger) = (controlPlane, secrets, intake, time, logger);

    /// <summary>Verifies and stores a call; the same call again answers the same.</summary>
    public async ValueTask<Outcome<PublishedEvent>> ReceiveAsync(HookCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var subscription = await FindAsync(call, cancellationToken);
        var verdict = HookSignature.Verify(subscription?.Spec.Webhook ?? Unknown, call, await SecretsAsync(call, subscription, cancellationToken), _time.GetUtcNow());
        if (subscription is null || !verdict.IsGood) return Refused;
        var read = HookEvents.Of(subscription, call, verdict.Id!, _time.GetUtcNow());
        if (read.Value is not { } value) return read.Error!;
        return await _intake.PublishAsync(
            call.TenantId,
            new EventDraft
            {
                Topic = subscription.Spec.Topic ?? EventTopics.Webhooks, Event = value, Team = subscription.Spec.Team, By = "subscriptions/" + subscription.Id, Origin = subscription.Id, IsTimeless = !verdict.HasTime,
            },
            cancellationToken);
    }

    private static WebhookSpec Unknown { get; } = new() { SecretRef = "none", Scheme = WebhookSchemes.GitHub };

    private async ValueTask<Resource<SubscriptionSpec>?> FindAsync(HookCall call, CancellationToken cancellationToken)
    {
        if (!ResourceIds.IsValidTenant(call.TenantId) || !ResourceIds.IsValid(call.Subscription)) return null;
        if (await _controlPlane.GetViewAsync(call.TenantId, cancellationToken) is not { TenantExists: true } view) return null;
        var now = _time.GetUtcNow();
        if (ResourceState.Of(view.Tenant?.State, now) is OperatingState.Suspended or OperatingState.Killed) return null;
        if (!view.Subscriptions.TryGetValue(call.Subscription, out var found) || found.Spec.Webhook is null || !EventMatcher.IsInService(found, now)) return null;
        var isTeamOut = found.Spec.Team is { } team && view.Teams.TryGetValue(team, out var owner) && ResourceState.Of(owner.State, now) is OperatingState.Suspended or OperatingState.Killed;
        return isTeamOut ? null : found;
    }

    /// <summary>Never none: who calls cannot tell by the time it takes whether there is such a webhook.</summary>
    private async ValueTask<IReadOnlyList<Secret>> SecretsAsync(HookCall call, Resource<SubscriptionSpec>? subscription, CancellationToken cancellationToken)
    {
        if (subscription?.Spec is not { Webhook: { } webhook } spec) return [Nobodys];
        return await _secrets.ResolveAsync(new SecretUse(call.TenantId, webhook.SecretRef, WebhookSpec.SecretHost) { Team = spec.Team }, cancellationToken) switch
        {
            null => Missing(call, webhook.SecretRef),
            { Previous: { } previous } both => [both.Current, previous],
            { Current: var current } => [current],
        };
    }

    /// <summary>The caller is told nothing of it: who can mend it reads it in the log. Only of webhooks that are declared, so what is kept is bounded by them.</summary>
    private Secret[] Missing(HookCall call, string secret)
    {
        var (key, now) = ($"{call.TenantId}/{call.Subscription}", _time.GetUtcNow());
        if (!_said.TryGetValue(key, out var last) || now - last >= Quiet)
        {
            _said[key] = now;
            SubscriptionLog.NoSecret(_logger, call.TenantId, call.Subscription, secret);
        }

        return [Nobodys];
    }
}
