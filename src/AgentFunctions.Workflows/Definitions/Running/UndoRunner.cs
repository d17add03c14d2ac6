using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Undoes steps that are over, the latest first. One that cannot be undone is counted and does not keep the others from it.</summary>
internal sealed class UndoRunner(DefinitionRun run, StepRunner steps)
{
    private Dictionary<string, DefinitionStep>? _byId;

    private Dictionary<string, DefinitionStep> ById => _byId ??= run.Definition.AllSteps().ToDictionary(static s => s.Id, StringComparer.Ordinal);

    /// <summary>The keys of steps and of all within them, entries of lists included.</summary>
    public static Predicate<string> KeysOf(IEnumerable<DefinitionStep> inside, RunFrame frame)
    {
        var ids = inside.SelectMany(static s => s.WithInner()).Select(static s => s.Id).ToHashSet(StringComparer.Ordinal);
        return key => EntryFrames.HeadOf(key, frame) is { } head && ids.Contains(head);
    }

    /// <summary>true: all is undone; false: it was stopped before.</summary>
    public async Task<bool> RunAsync(Predicate<string> belongs, RunFrame frame, StopScope scope)
    {
        var frames = new EntryFrames(run, id => ById[id]);
        while (run.State.Undo.FindLastIndex(belongs) is >= 0 and var index)
        {
            if (scope.IsStopped) return false;
            var key = run.State.Undo[index];
            var step = ById[key[(key.LastIndexOf('.') + 1)..]];
            RunFrame at;
            try
            {
                at = await frames.OfAsync(key, frame);
            }
            catch (WorkflowTaskFailedException)
            {
                run.State.NotUndone++;
                run.State.Undo.Remove(key);
                continue;
            }

            var flow = await steps.SequenceAsync(step.Compensate, at, scope, isUndo: true);
            if (flow.Kind == FlowKind.Stopped) return false;
            if (!flow.IsDone) run.State.NotUndone++;
            run.State.Undo.Remove(key);

            // Done again, it is done anew; until then it is seen as it was.
            foreach (var done in step.WithInner())
            {
                if (run.State.Memo.TryGetValue(at.Key(done.Id), out var memo)) memo.IsStale = true;
            }
        }

        return true;
    }

    /// <summary>What is over and past is not undone any more: a round of a loop, the entry of a list.</summary>
    public void Drop(Predicate<string> belongs) => run.State.Undo.RemoveAll(belongs);
}
