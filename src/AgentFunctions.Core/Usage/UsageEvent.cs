using System.Globalization;

namespace AgentFunctions.Core.Usage;

/// <summary>One usage event: absolute values, so that of one attempt the highest revision alone counts. Written as a CloudEvent of type <see cref="Type"/>.</summary>
/// <param name="Subject">Whose.</param>
/// <param name="Usage">What.</param>
/// <param name="Revision">0, and one more for each correction.</param>
/// <param name="Requests">1 on the first attempt of a call, else 0: how many calls it adds.</param>
public sealed record UsageEvent(UsageSubject Subject, AttemptUsage Usage, int Revision, int Requests)
{
    public const string Type = "ai.usage.v1";

    /// <summary><c>{callId}:{attempt}:{revision}</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Subject.CallId}:{Usage.Attempt}:{Revision}");
}
