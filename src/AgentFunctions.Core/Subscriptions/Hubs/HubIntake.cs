using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Subscriptions.Hubs;

/// <summary>
/// Publishes what a hub delivers, as <c>POST /api/events/{topic}</c> would. Whoever may send to the hub may publish for every tenant. The same message again publishes nothing twice; one that is wrong goes to the dead letters and holds up nobody;
/// only a store that does not answer has the whole batch delivered again.
/// </summary>
public sealed class HubIntake
{
    /// <summary>Who published an event of a hub: <c>hubs/{name}</c>. The hub vouches for nobody behind it.</summary>
    public const string ByKind = "hubs";

    private static readonly ApiError Defect = new(500, ErrorCodes.InternalError, "Something went wrong inside; the log of that time says what. Send the event again once it is mended.");

    private readonly EventIntake _intake;
    private readonly IControlPlane _controlPlane;
    private readonly IStreamDeadLetters _deadLetters;
    private readonly TimeProvider _time;
    private readonly ILogger<HubIntake> _logger;

    internal HubIntake(EventIntake intake, IControlPlane controlPlane, IStreamDeadLetters deadLetters, TimeProvider time, ILogger<HubIntake> logger) =>
        (_intake, _controlPlane, _deadLetters, _time, _logger) = (intake, controlPlane, deadLetters, time, logger);

    /// <param name="hub">Name of the hub.</param>
    /// <param name="messages">In the order of the hub.</param>
    /// <param name="cancellationToken">Ends the work; deliver all of them again.</param>
    /// <exception cref="DocumentStoreUnavailableException">Some may not be published; deliver all of them again.</exception>
    public async ValueTask TakeAsync(string hub, IReadOnlyList<HubMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        foreach (var message in messages)
        {
            if (await GuardedAsync(hub, message, null, cancellationToken) is not { } error) continue;
            await _deadLetters.KeepAsync(StreamNames.Events, message.Position, error.Code, HubLetter.Write(hub, message, error), cancellationToken);
            IntakeLog.Kept(_logger, StreamNames.Events, error.Code, message.Position);
        }
    }

    /// <summary>Publishes one that was kept; who asks for it is behind the event as if they had published it.</summary>
    internal ValueTask<ApiError?> TakeAgainAsync(string hub, HubMessage message, string by, CancellationToken cancellationToken) => GuardedAsync(hub, message, by, cancellationToken);

    private async ValueTask<ApiError?> GuardedAsync(string hub, HubMessage message, string? by, CancellationToken cancellationToken)
    {
        try
        {
            return await PublishAsync(hub, message, by, cancellationToken);
        }
#pragma warning disable CA1031 // One message must not keep the hub waiting for ever; it is kept.
        catch (Exception exception) when (exception is not (OperationCanceledException or DocumentStoreUnavailableException))
#pragma warning restore CA1031
        {
            IntakeLog.Failed(_logger, exception, StreamNames.Events, message.Position);
            return Defect;
        }
    }

    /// <summary>Why it cannot be published; null where it is.</summary>
    private async ValueTask<ApiError?> PublishAsync(string hub, HubMessage message, string? by, CancellationToken cancellationToken)
    {
        var parsed = HubMessageReader.Read(message);
        if (parsed.Value is not { } value) return parsed.Error;
        var drafts = new List<(string TenantId, EventDraft Draft)>();
        foreach (var one in value.Events)
        {
            var read = await AddressAsync(message, one, cancellationToken);
            if (read.Value is not { } address) return At(value, drafts.Count, read.Error!);
            drafts.Add((address.TenantId, new EventDraft { Topic = address.Topic, Event = one, Team = address.Team, By = $"{ByKind}/{hub}", Behind = by is null ? null : [$"{ByKind}/{hub}", by] }));
        }

        // Of a batch all is refused before any of it is stored.
        for (var i = 0; value.IsBatch && i < drafts.Count; i++)
            if (await _intake.ConflictAsync(drafts[i].TenantId, drafts[i].Draft, cancellationToken) is { } conflict) return At(value, i, conflict);
        for (var i = 0; i < drafts.Count; i++)
            if ((await _intake.PublishAsync(drafts[i].TenantId, drafts[i].Draft, cancellationToken)).Error is { } error) return At(value, i, Lasting(error));
        return null;
    }

    private async ValueTask<Outcome<HubAddress>> AddressAsync(HubMessage message, CloudEvent value, CancellationToken cancellationToken)
    {
        var read = HubAddress.Of(message, value);
        return read.Value is { } address && (EventTopics.Refusal(address.Topic) ?? await RefusalAsync(address, cancellationToken)) is { } refused ? refused : read;
    }

    private async ValueTask<ApiError?> RefusalAsync(HubAddress address, CancellationToken cancellationToken)
    {
        if (!ResourceIds.IsValidTenant(address.TenantId)) return ApiErrors.InvalidRequest("tenant", "A tenant matches ^[a-z0-9][a-z0-9-]{0,62}$.");
        if (await _controlPlane.GetViewAsync(address.TenantId, cancellationToken) is not { } view) return Lasting(ApiErrors.ControlPlaneUnavailable);
        if (!view.TenantExists) return ApiErrors.NotFound("tenant", "This tenant does not exist.");
        if (ResourceState.Of(view.Tenant?.State, _time.GetUtcNow()) is OperatingState.Suspended or OperatingState.Killed) return StateErrors.OutOfService("tenants", address.TenantId, view.Tenant!.State!);
        return address.Team is not { } team || view.Teams.ContainsKey(team) ? null : ApiErrors.NotFound("team", $"teams/{team} does not exist in this tenant: create it first, or leave team out for an event of the tenant.");
    }

    /// <summary>An error that time does not cure; one that it may cure has the batch delivered again.</summary>
    private static ApiError Lasting(ApiError error) => error.Status < 500 ? error : throw new DocumentStoreUnavailableException(error.Message);

    /// <summary>With the place in a batch: <c>[3].id</c>.</summary>
    private static ApiError At(HubEvents events, int place, ApiError error) =>
        events.IsBatch && error.Param is { } param ? error with { Param = string.Create(CultureInfo.InvariantCulture, $"[{place}].{param}") } : error;
}
