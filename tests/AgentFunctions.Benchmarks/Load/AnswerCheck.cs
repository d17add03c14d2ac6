using System.Buffers.Text;
using System.Text;
using AgentFunctions.Benchmarks.Peers;

namespace AgentFunctions.Benchmarks.Load;

/// <summary>Whether an answer is whole and right. Every one is checked: a gateway that loses, cuts or reorders answers has no throughput.</summary>
internal static class AnswerCheck
{
    private static readonly byte[] PlainMarker = Encoding.UTF8.GetBytes(ScriptedAnswers.PlainMarker);
    private static readonly byte[] WordPrefix = Encoding.UTF8.GetBytes(ScriptedAnswers.WordPrefix);
    private static readonly byte[] UsageMarker = Encoding.UTF8.GetBytes(ScriptedAnswers.UsageMarker);
    private static readonly byte[] Done = Encoding.UTF8.GetBytes(ScriptedAnswers.Done);

    public static bool IsWhole(in HttpAnswer answer) =>
        answer.Status == 200 && answer.Body.Span is [.., (byte)'}'] body && body.IndexOf(PlainMarker) >= 0 && body.IndexOf(UsageMarker) >= 0;

    /// <summary>All chunks in order, one usage chunk, the end marker last and once.</summary>
    public static bool IsWholeStream(in HttpAnswer answer)
    {
        var body = answer.Body.Span;
        if (answer.Status != 200 || !body.EndsWith(Done)) return false;
        for (var i = 0; i < ScriptedAnswers.Chunks; i++)
        {
            var at = body.IndexOf(WordPrefix);
            if (at < 0) return false;
            body = body[(at + WordPrefix.Length)..];
            if (!Utf8Parser.TryParse(body, out int number, out var digits) || number != i || body[digits] != (byte)' ') return false;
        }

        return body.IndexOf(WordPrefix) < 0 && body.Count(UsageMarker) == 1 && body.Count(Done) == 1;
    }
}
