using System.Text.Json;
using AgentFunctions.Core.Sessions.Messages;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>
/// What the input of a run adds to the conversation that its session holds. Clients of chat completions send all of a conversation with every call: where the session holds one, of such an input only what comes after its last
/// answer is new, and of that not what the session's end holds already without an answer. Instructions are those in force: the same again add nothing, others take the place of those that runs before it brought.
/// </summary>
/// <param name="Held">Messages of the session that are shown before the input.</param>
/// <param name="Shown">Messages of the input that are shown, by their place in it.</param>
/// <param name="Added">Those of them that the session does not hold yet.</param>
internal sealed record SessionTurn(MessageWindow Held, IReadOnlyList<InputMessage> Shown, IReadOnlyList<InputMessage> Added)
{
    /// <param name="input">All of the input.</param>
    /// <param name="isConversation">It is a list of messages; anything else is new whatever the session holds.</param>
    /// <param name="window">What the session held when the run began.</param>
    public static SessionTurn Of(IReadOnlyList<InputMessage> input, bool isConversation, MessageWindow window)
    {
        var held = window.Items;
        if (!isConversation || held.Count == 0) return new SessionTurn(window, input, input);
        var first = held.Any(static message => message.Role == "assistant") ? FirstNew(input) : 0;
        List<InputMessage> said = [.. input.Where(message => !message.IsInstruction && message.Index >= first)];
        var again = Repeated(said, held);
        var (told, inForce) = Instructions(input, held);
        var hidden = held.TakeLast(again).Select(static message => message.Sequence).ToHashSet();
        return new SessionTurn(
            window with { Items = [.. held.Where(message => !hidden.Contains(message.Sequence) && (!IsOfARun(message) || inForce.Contains(message)))] },
            [.. told.Concat(said).OrderBy(static message => message.Index)],
            [.. told.Concat(said.Skip(again)).OrderBy(static message => message.Index)]);
    }

    /// <summary>Where what is new begins: after the last answer that something of the user follows. Without any of the user all of it is.</summary>
    private static int FirstNew(IReadOnlyList<InputMessage> input)
    {
        var asked = input.LastOrDefault(static message => message.Role == "user")?.Index ?? 0;
        return (input.LastOrDefault(message => message.Role == "assistant" && message.Index < asked)?.Index ?? -1) + 1;
    }

    /// <summary>How many messages at the session's end are said again: a call that got no answer is sent once more.</summary>
    private static int Repeated(List<InputMessage> said, IReadOnlyList<SessionMessage> held)
    {
        var open = held.Reverse().TakeWhile(static message => message.Role == "user").Count();
        for (var count = Math.Min(open, said.Count); count > 0; count--)
        {
            if (held.TakeLast(count).Zip(said).All(static pair => JsonElement.DeepEquals(pair.First.Message, pair.Second.Message))) return count;
        }

        return 0;
    }

    /// <summary>The instructions of the input that are new, and those of earlier runs that stay in force.</summary>
    private static (IReadOnlyList<InputMessage> Told, IReadOnlyList<SessionMessage> InForce) Instructions(IReadOnlyList<InputMessage> input, IReadOnlyList<SessionMessage> held)
    {
        var run = held.LastOrDefault(IsOfARun)?.By;
        SessionMessage[] inForce = [.. held.Where(message => IsOfARun(message) && message.By == run)];
        InputMessage[] told = [.. input.Where(message => message.IsInstruction && !held.Any(other => !IsOfARun(other) && JsonElement.DeepEquals(other.Message, message.Message)))];
        var isSame = told.Length == inForce.Length && told.Zip(inForce).All(static pair => JsonElement.DeepEquals(pair.First.Message, pair.Second.Message));
        return told.Length == 0 || isSame ? ([], inForce) : (told, []);
    }

    private static bool IsOfARun(SessionMessage message) => message.Role is "system" or "developer" && message.By.StartsWith(MessageAuthors.RunPrefix, StringComparison.Ordinal);
}
