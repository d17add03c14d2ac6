namespace AgentFunctions.Core.Memory;

/// <summary>How long memory is kept and when it is forgotten. Section <c>AgentFunctions:Memory</c>.</summary>
public sealed class MemoryOptions
{
    public const string SectionName = "AgentFunctions:Memory";

    /// <summary>A learned record that nobody verified in this time is deleted. Default 30 days; 1 hour to 10 years.</summary>
    public TimeSpan QuarantineLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The time without use in which what keeps a record halves. Default 90 days; 1 day to 10 years.</summary>
    public TimeSpan HalfLife { get; set; } = TimeSpan.FromDays(90);

    /// <summary>A record whose score falls below is forgotten: not found any more. Default 0.1; 0 (nothing is forgotten) to 1.</summary>
    public double ForgetBelow { get; set; } = 0.1;

    /// <summary>No record is forgotten before. Default 30 days; zero to 10 years.</summary>
    public TimeSpan MinimumAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a forgotten record can be brought back, and a superseded one be read; then it is deleted. Default 30 days; zero to 10 years.</summary>
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Records older than this are deleted, whatever they are worth. Default null: none. From 1 day.</summary>
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>How long it is known what a run or a session was given. Default 90 days; 1 hour to 10 years.</summary>
    public TimeSpan UseRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long text that a caller was given outside of runs and sessions is not taken from it as new. Default 24 hours; 1 minute to 30 days.</summary>
    public TimeSpan RecallWindow { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Records that a run may tell as new though they resemble what memory gave it: other numbers, names, negations or subjects. Default 10; 0 to 1,000.</summary>
    public int MaxVariantsPerRun { get; set; } = 10;

    /// <summary>Such records that a caller may tell in <see cref="RecallWindow"/>, whatever runs it names, and a session; the runs of an agent learn ten times as many together. Default 20; 0 to 1,000.</summary>
    public int MaxVariantsPerCaller { get; set; } = 20;

    /// <summary>New records that an agent may tell in one run. Default 200; 1 to 1,000,000.</summary>
    public int MaxRecordsPerRun { get; set; } = 200;

    /// <summary>Earlier versions kept of a record. Default 20; 0 to 40.</summary>
    public int VersionsKept { get; set; } = 20;

    /// <summary>Time from one consolidation to the next. Default 1 hour; 1 minute to 1 day.</summary>
    public TimeSpan ConsolidationInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether what people say in sessions is read for facts. They wait in quarantine like all that is learned. Default false.</summary>
    public bool ExtractFromSessions { get; set; }

    /// <summary>Time from one reading of sessions to the next. Default 5 minutes; 1 minute to 1 day.</summary>
    public TimeSpan ExtractionInterval { get; set; } = TimeSpan.FromMinutes(5);
}
