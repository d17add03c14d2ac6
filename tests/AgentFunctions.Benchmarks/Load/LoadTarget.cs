using System.Net;
using System.Text;
using AgentFunctions.Benchmarks.Peers;

namespace AgentFunctions.Benchmarks.Load;

/// <summary>Where calls go and what they look like.</summary>
internal sealed record LoadTarget(string Name, IPEndPoint Endpoint, string Key)
{
    /// <summary>The bytes of one call to the model <c>bench-{kind}</c>.</summary>
    public byte[] Request(string kind, bool stream)
    {
        var body = ScriptedAnswers.RequestBody($"bench-{kind}", stream);
        return Encoding.UTF8.GetBytes(
            $"POST {ScriptedAnswers.Path} HTTP/1.1\r\nHost: {Endpoint}\r\nAccept: application/json\r\nUser-Agent: benchmark/1.0\r\nAuthorization: Bearer {Key}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }
}
