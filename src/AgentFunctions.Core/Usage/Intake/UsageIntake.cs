using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Usage.Folding;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Usage.Intake;

/// <summary>
/// Folds what a stream delivers, events of all tenants mixed, into the same rollups as the embedded log's. Any repeat or order gives the same sums. One bad event goes to the dead letters and holds up nobody; only a
/// store that does not answer has the whole batch delivered again.
/// </summary>
public sealed class UsageIntake
{
    private const int Shards = 16;
    private const string Unreadable = "unreadable";
    private readonly UsageFold _fold;
    private readonly IStreamDeadLetters _deadLetters;
    private readonly ILogger<UsageIntake> _logger;

    internal UsageIntake(UsageFold fold, IStreamDeadLetters deadLetters, ILogger<UsageIntake> logger) => (_fold, _deadLetters, _logger) = (fold, deadLetters, logger);

    /// <exception cref="Documents.DocumentStoreUnavailableException">Some may not be folded; deliver all of them again.</exception>
    public async ValueTask FoldAsync(IReadOnlyList<IntakeEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var groups = new Dictionary<(string Tenant, string Shard), List<ReadOnlyMemory<byte>>>();
        foreach (var value in events)
        {
            if (Read(value.Body.Span) is not { } usage)
            {
                await _deadLetters.KeepAsync(StreamNames.Usage, value.Position, Unreadable, value.Body, cancellationToken);
                IntakeLog.Kept(_logger, StreamNames.Usage, Unreadable, value.Position);
                continue;
            }

            var group = (usage.Subject.TenantId, ShardOf(usage.Subject.CallId));
            if (!groups.TryGetValue(group, out var bodies)) groups[group] = bodies = [];
            bodies.Add(value.Body);
        }

        foreach (var ((tenant, shard), bodies) in groups) await _fold.FoldAsync(tenant, shard, bodies, cancellationToken);
    }

    /// <summary>Whether it is an event that can be folded.</summary>
    internal static bool IsReadable(ReadOnlySpan<byte> body) => Read(body) is not null;

    /// <summary>By the call and not by the stream's partition: a stream may be given more of these, and a call's revisions must meet all the same.</summary>
    private static string ShardOf(string callId) => string.Create(CultureInfo.InvariantCulture, $"h{XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(callId)) % Shards}");

    private static UsageEvent? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return UsageEventJson.Read(body) is var value && FoldRules.AreSums(value) && Resources.ResourceIds.IsValidTenant(value.Subject.TenantId) ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
