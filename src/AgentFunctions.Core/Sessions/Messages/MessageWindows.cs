using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Sessions.Storage;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>
/// Reads of a session what a context can need: the latest messages, from the newest back, as many as a budget can hold, and of the earlier ones what must stay (pinned messages, system messages that may be believed) and the last message of the user. Where the window
/// begins moves in steps of a quarter of it, not with every message: what was sent stays as it was sent.
/// </summary>
public sealed class MessageWindows
{
    /// <summary>The latest messages of a session that are looked at.</summary>
    public const int MaxMessages = 1000;

    /// <summary>Bytes read for each token of a budget: results of tools cost a model far less than they hold.</summary>
    public const int BytesPerToken = 64;

    private const int LeastBytes = 1024 * 1024;
    private const int Steps = 4;
    private readonly MessageRanges _ranges;
    private readonly IOptions<SessionOptions> _options;

    internal MessageWindows(MessageRanges ranges, IOptions<SessionOptions> options) => (_ranges, _options) = (ranges, options);

    /// <summary>The window; <c>context_too_large</c> where what must stay of the earlier messages is larger than any context may be.</summary>
    /// <param name="session">The session.</param>
    /// <param name="budgetTokens">Tokens that the context may cost; null: no bound.</param>
    /// <param name="wanted">Which messages, by who appended them and when; null: all.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<Outcome<MessageWindow>> ReadAsync(OpenSession session, int? budgetTokens, Func<string, DateTimeOffset, bool>? wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var limit = budgetTokens is { } tokens ? Math.Min(_options.Value.MaxContextBytes, Math.Max(LeastBytes, (long)tokens * BytesPerToken)) : _options.Value.MaxContextBytes;
        var latest = await LatestAsync(session, limit, wanted, cancellationToken);
        if (latest.Count == 0) return MessageWindow.Empty;

        // Less where something was erased since.
        var bytes = Math.Min(latest[^1].SessionBytes, session.Bytes);

        // Results whose call lies before the window say nothing without it.
        latest.RemoveRange(0, Math.Max(0, latest.FindIndex(static message => message.Role != "tool")));
        var first = latest[0].Sequence;
        var earlier = first > 1 ? await EarlierAsync(session, first, latest, wanted, cancellationToken) : [];
        if (earlier.Sum(static message => message.Bytes) > _options.Value.MaxContextBytes) return TooLarge;
        List<SessionMessage> items = [];
        foreach (var message in earlier.Concat(latest))
            if (await _ranges.ResolveAsync(session, message, cancellationToken) is { } whole) items.Add(whole);
        return new MessageWindow(items, first - 1 - earlier.Count, bytes);
    }

    private ApiError TooLarge => new(
        400, ErrorCodes.ContextTooLarge, $"What must stay of the session's earlier messages (pinned, and of the system) holds more than {_options.Value.MaxContextBytes} bytes (AgentFunctions:Sessions:MaxContextBytes).") { Param = "messages", ShouldRetry = false };

    /// <summary>Oldest first; the newest whatever its size.</summary>
    private async ValueTask<List<StoredMessage>> LatestAsync(OpenSession session, long limit, Func<string, DateTimeOffset, bool>? wanted, CancellationToken cancellationToken)
    {
        List<StoredMessage> latest = [];
        var (read, begin, low) = (0L, 0L, 0L);
        await foreach (var message in _ranges.ReadAsync(session, 1, session.Messages, descending: true, cancellationToken))
        {
            if (!IsWanted(message, wanted)) continue;
            if (latest.Count == 0)
            {
                begin = Stepped(message.Through - limit, limit / Steps);
                low = Stepped(message.Sequence - MaxMessages, MaxMessages / Steps);
            }
            else if (message.Sequence <= low || (message.Through > 0 && message.Through - message.Bytes < begin) || read + message.Bytes > limit)
            {
                break;
            }

            read += message.Bytes;
            latest.Add(message);
        }

        latest.Reverse();
        return latest;
    }

    /// <summary>Up to a whole step; nothing before the beginning.</summary>
    private static long Stepped(long value, long step) => value <= 0 ? 0 : (value + step - 1) / step * step;

    /// <summary>What stays whatever its age, oldest first.</summary>
    private async ValueTask<List<StoredMessage>> EarlierAsync(OpenSession session, long first, List<StoredMessage> latest, Func<string, DateTimeOffset, bool>? wanted, CancellationToken cancellationToken)
    {
        List<StoredMessage> earlier = [];
        var before = new DocumentFilter.Compare("sequence", FilterOperator.Less, first);
        if (session.Staying is not { } staying || staying > latest.Count(StoredMessages.Stays))
        {
            var told = DocumentFilter.And(new DocumentFilter.OneOf("role", ["system", "developer"]), DocumentFilter.Equal("integrity", LabelNames.Of(Integrity.Trusted)));
            var filter = DocumentFilter.And(before, DocumentFilter.Or(DocumentFilter.Equal("pinned", true), told));
            await foreach (var message in _ranges.FindAsync(session, filter, descending: false, cancellationToken))
                if (IsWanted(message, wanted)) earlier.AddRange(await RoundAsync(session, message, first, cancellationToken));
        }

        if (latest.Exists(static message => message.Role == "user")) return InOrder(earlier);
        await foreach (var message in _ranges.FindAsync(session, DocumentFilter.And(before, DocumentFilter.Equal("role", "user")), descending: true, cancellationToken))
        {
            if (!IsWanted(message, wanted)) continue;
            earlier.Add(message);
            break;
        }

        return InOrder(earlier);
    }

    /// <summary>A message with the calls that it answers and the other answers to them, or the answers to its own: one without the other is nothing that a model takes.</summary>
    private async ValueTask<List<StoredMessage>> RoundAsync(OpenSession session, StoredMessage message, long first, CancellationToken cancellationToken)
    {
        List<StoredMessage> round = [message];
        if (message.Role is not ("tool" or "assistant")) return round;
        var at = message;
        while (at is { Role: "tool", Sequence: > 1 } && await _ranges.ReadAsync(session, at.Sequence - 1, at.Sequence - 1, descending: false, cancellationToken).FirstOrDefaultAsync(cancellationToken) is { Role: "tool" or "assistant" } before)
        {
            round.Add(before);
            at = before;
        }

        await foreach (var after in _ranges.ReadAsync(session, message.Sequence + 1, first - 1, descending: false, cancellationToken))
        {
            if (after.Role != "tool") break;
            round.Add(after);
        }

        return round;
    }

    /// <summary>Each once.</summary>
    private static List<StoredMessage> InOrder(List<StoredMessage> messages) => [.. messages.DistinctBy(static message => message.Sequence).OrderBy(static message => message.Sequence)];

    private static bool IsWanted(StoredMessage message, Func<string, DateTimeOffset, bool>? wanted) => wanted?.Invoke(message.By, DateTimeOffset.FromUnixTimeMilliseconds(message.At)) ?? true;
}
