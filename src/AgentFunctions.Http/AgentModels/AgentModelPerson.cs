using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Http.RequestIdentity;
using AgentFunctions.Http.Runs;

namespace AgentFunctions.Http.AgentModels;

/// <summary>On whose behalf an agent is called as a model: said as in every chat completion, and a run's name of a person, by which erasures and exports find it.</summary>
internal static class AgentModelPerson
{
    /// <summary>The name, empty for nobody; or what is wrong with it.</summary>
    public static Outcome<string> Read((string Name, string Value)? said, string? header)
    {
        var (name, person) = said ?? (HeaderNames.EndUser, header ?? "");
        return person.Length == 0 || SubjectNames.IsValid(person) ? person : RunHeaders.InvalidEndUser(name);
    }
}
