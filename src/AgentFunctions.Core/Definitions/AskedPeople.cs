using AgentFunctions.Core.Approvals;

namespace AgentFunctions.Core.Definitions;

/// <summary>Who is asked, and what a no means.</summary>
/// <param name="Rule">Who may decide, how many must, until when.</param>
/// <param name="FailsOnDenied">A no, or none in time, fails the step; else it goes on and the output says so.</param>
public sealed record AskedPeople(ApproverRule Rule, bool FailsOnDenied);
