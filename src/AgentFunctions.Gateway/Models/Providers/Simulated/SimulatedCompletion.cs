using System.Globalization;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>One simulated choice: text in pieces (one token each), or tool calls, or what a scenario says of both.</summary>
internal sealed record SimulatedCompletion(IReadOnlyList<string> Pieces, IReadOnlyList<SimulatedTool> Calls, bool IsCut)
{
    private const int QuotedQuestion = 80;
    private static readonly string[] Words = ["steady", "river", "carries", "small", "lights", "across", "the", "quiet", "harbour", "while", "morning", "opens", "its", "long", "blue", "road"];

    /// <summary>The first call; null answers in text.</summary>
    public SimulatedTool? Call => Calls.Count == 0 ? null : Calls[0];

    public string Text => string.Concat(Pieces);

    public static SimulatedCompletion Make(SimulatedPrompt prompt, SimulatedScript script, ulong seed, int choice, int? limit)
    {
        if (prompt.Written is { } written) return new SimulatedCompletion(Split(written.Text), written.Calls, false);
        if (prompt.Call is { } call) return new SimulatedCompletion([], [call], false);
        var pieces = Write(prompt, script, new SimulatedRandom(seed + (ulong)choice));
        return limit < pieces.Count ? new SimulatedCompletion(pieces[..limit.Value], [], true) : new SimulatedCompletion(pieces, [], false);
    }

    private static List<string> Write(SimulatedPrompt prompt, SimulatedScript script, SimulatedRandom random)
    {
        if (prompt.OutputSchema is { } schema) return Split(SchemaSample.Of(schema)?.ToJsonString() ?? "null");
        if (prompt.AnyJson) return Split("""{"answer": "simulated"}""");
        List<string> pieces = [];
        if (script.Chunks is { } exact)
        {
            for (var i = 0; i < exact; i++) pieces.Add(string.Create(CultureInfo.InvariantCulture, $"{Words[random.Next(Words.Length)]}{i} "));
            return pieces;
        }

        var subject = prompt.ToolResult ?? prompt.Question;
        pieces.AddRange(Split($"Simulated answer to \"{Quote(subject)}\": "));
        var count = 8 + random.Next(8);
        for (var i = 0; i < count; i++) pieces.Add(Words[random.Next(Words.Length)] + (i + 1 == count ? "." : " "));
        return pieces;
    }

    private static string Quote(string text)
    {
        if (text.Length <= QuotedQuestion) return text;
        var length = char.IsHighSurrogate(text[QuotedQuestion - 1]) ? QuotedQuestion - 1 : QuotedQuestion;
        return text[..length] + "...";
    }

    /// <summary>Pieces of a few characters that never split a character.</summary>
    private static List<string> Split(string text)
    {
        const int Size = 6;
        List<string> pieces = [];
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(Size, text.Length - at);
            if (at + length < text.Length && char.IsHighSurrogate(text[at + length - 1])) length++;
            pieces.Add(text.Substring(at, length));
            at += length;
        }

        return pieces;
    }
}
