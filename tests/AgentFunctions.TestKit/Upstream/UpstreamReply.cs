using System.Globalization;
using System.Text;

namespace AgentFunctions.TestKit.Upstream;

/// <summary>A scripted answer: status, headers and steps in order. Without a Content-Length header the body goes out chunked, one HTTP chunk for each <see cref="Send(byte[])"/>.</summary>
public sealed class UpstreamReply
{
    private readonly List<UpstreamStep> _steps = [];

    public int Status { get; init; } = 200;

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    internal IReadOnlyList<UpstreamStep> Steps => _steps;

    /// <summary>A whole JSON answer with Content-Length.</summary>
    public static UpstreamReply Json(int status, string body) => Bytes(status, "application/json", Encoding.UTF8.GetBytes(body));

    /// <summary>A whole answer with Content-Length.</summary>
    public static UpstreamReply Bytes(int status, string contentType, byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new UpstreamReply { Status = status }.WithHeader("Content-Type", contentType).WithHeader("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)).Send(body);
    }

    /// <summary>The start of an event stream; add events with <see cref="Send(string)"/>.</summary>
    public static UpstreamReply Events(params string[] events)
    {
        var reply = new UpstreamReply().WithHeader("Content-Type", "text/event-stream");
        foreach (var text in events) reply.Send(text);
        return reply;
    }

    /// <summary>A connection reset instead of an answer.</summary>
    public static UpstreamReply ResetAtOnce() => new UpstreamReply().Reset();

    public UpstreamReply WithHeader(string name, string value)
    {
        Headers.Add(new(name, value));
        return this;
    }

    /// <summary>Writes the bytes in one packet.</summary>
    public UpstreamReply Send(byte[] bytes) => Then(new UpstreamStep.Write(bytes));

    /// <summary>Writes the text in one packet.</summary>
    public UpstreamReply Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>Goes on when the test opens the gate.</summary>
    public UpstreamReply Await(Task gate) => Then(new UpstreamStep.Wait(gate));

    /// <summary>Goes on after a time; for load, not for ordering.</summary>
    public UpstreamReply Pause(TimeSpan delay) => Then(new UpstreamStep.Delay(delay));

    /// <summary>Sends nothing more and keeps the connection open until the client goes.</summary>
    public UpstreamReply Stall() => Then(new UpstreamStep.Stall());

    /// <summary>Resets the connection (RST).</summary>
    public UpstreamReply Reset() => Then(new UpstreamStep.Reset());

    /// <summary>Closes the connection without ending the body.</summary>
    public UpstreamReply Close() => Then(new UpstreamStep.Close());

    private UpstreamReply Then(UpstreamStep step)
    {
        _steps.Add(step);
        return this;
    }
}
