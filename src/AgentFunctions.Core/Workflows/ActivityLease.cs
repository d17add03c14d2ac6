namespace AgentFunctions.Core.Workflows;

/// <summary>
/// Whether the process that runs an activity still may. One that was stopped for a while goes on where it was, before it can notice that another took its work over; so what an activity sends asks once more, right before it
/// leaves. Outside of activities, and in engines whose work is not leased, everything may.
/// </summary>
public static class ActivityLease
{
    private static readonly AsyncLocal<Action?> Demanded = new();

    /// <summary>Sets what is asked in the rest of the calling async method and in all it calls.</summary>
    /// <param name="demand">Throws <see cref="OperationCanceledException"/> where the work is another's.</param>
    public static void Enter(Action demand) => Demanded.Value = demand;

    /// <summary>Returns where the work is still this process's.</summary>
    /// <exception cref="OperationCanceledException">It is another's; the activity is cancelled as well.</exception>
    public static void Demand() => Demanded.Value?.Invoke();
}
